package io.convoy.job.bench;

import io.convoy.core.io.TensorFile;
import io.convoy.core.io.TensorFormats;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Pool;
import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Holds the answers of both sides against each other, on a few records, before anyone is timed. */
final class JobAnswers {
  private static final String MASTER = "local[2]";

  private JobAnswers() {}

  /** The checkout, the jobs' names, a folder for outputs. Says in a line how far they agree. */
  public static void main(String[] arguments) throws IOException, RunException {
    JobInputs inputs = new JobInputs(Path.of(arguments[0]));
    List<BenchJob> jobs = new ArrayList<>();
    for (int i = 1; i < arguments.length - 1; i++) {
      jobs.add(BenchJob.valueOf(arguments[i]));
    }
    Path folder = Path.of(arguments[arguments.length - 1]);
    // One after the other: what ours tells Spark of serialisation would hold for the other too.
    try (JavaSparkContext sc =
        new JavaSparkContext(ConvoyRegistrator.apply(SideMeter.configuration(MASTER)))) {
      for (BenchJob job : jobs) {
        Path output = folder.resolve(job.label() + "-ours");
        SparkRunner.run(
            sc,
            job.request(inputs.sample(job).toString(), inputs.weights(job).toString(), output),
            RunListener.SILENT);
      }
    }
    boolean agree = true;
    try (SparkSession spark =
        SparkSession.builder().config(SideMeter.configuration(MASTER)).getOrCreate()) {
      for (BenchJob job : jobs) {
        Path output = folder.resolve(job.label() + "-by-hand");
        JobSide.byHand(spark, job, inputs.sample(job), inputs.model(job), output);
        agree &=
            agree(
                job,
                answers(spark, job, folder.resolve(job.label() + "-ours")),
                answers(spark, job, output));
        OnnxSession.close();
      }
    } catch (ai.onnxruntime.OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
    }
    System.exit(agree ? 0 : 1);
  }

  private static boolean agree(
      BenchJob job, Map<String, float[]> ours, Map<String, float[]> theirs) {
    if (!ours.keySet().equals(theirs.keySet())) {
      System.out.println(job.label() + ": the sides have other records");
      return false;
    }
    double range = 0;
    double most = 0;
    for (Map.Entry<String, float[]> answer : ours.entrySet()) {
      float[] our = answer.getValue();
      float[] their = theirs.get(answer.getKey());
      if (our.length != their.length) {
        System.out.println(job.label() + ": the sides have other shapes: id=" + answer.getKey());
        return false;
      }
      for (int i = 0; i < our.length; i++) {
        range = Math.max(range, Math.abs(their[i]));
        most = Math.max(most, Math.abs(our[i] - their[i]));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-12s %d records agree to %.1e of the range (allowed %.0e)%n",
        job.label(),
        ours.size(),
        most / range,
        job.tolerance());
    return most <= job.tolerance() * range;
  }

  private static Map<String, float[]> answers(SparkSession spark, BenchJob job, Path output)
      throws IOException {
    return job.pool() == Pool.NONE ? maps(output) : vectors(spark, output);
  }

  private static Map<String, float[]> vectors(SparkSession spark, Path output) {
    Map<String, float[]> vectors = new TreeMap<>();
    for (Row row : spark.read().parquet(output.toString()).collectAsList()) {
      List<Float> numbers = row.getList(1);
      float[] vector = new float[numbers.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = numbers.get(i);
      }
      vectors.put(key(row.getString(0)), vector);
    }
    return vectors;
  }

  private static Map<String, float[]> maps(Path output) throws IOException {
    Map<String, float[]> maps = new TreeMap<>();
    try (Stream<Path> listed = Files.list(output)) {
      for (Path path : listed.filter(file -> file.toString().endsWith(".arrow")).toList()) {
        try (TensorFile file =
            TensorFormats.forName(path.toString())
                .orElseThrow()
                .open(FileChannel.open(path), path.toString())) {
          for (long record = 0; record < file.records(); record++) {
            maps.put(key(file.id(record)), file.read("conv", record).data());
          }
        }
      }
    }
    return maps;
  }

  /** Spark calls a file by its address, we by its path. */
  private static String key(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
