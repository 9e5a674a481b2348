package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.simd.SimdCheck;
import io.convoy.job.calibrate.MachineFiles;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Budget;
import io.convoy.job.report.Forecast;
import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One side of a job, in a JVM of its own: runs it, and prints what it took as a line of JSON. */
final class JobSide {
  private JobSide() {}

  /**
   * Side ({@code ours} or {@code by-hand}), master, job, records, weights or model, the machine's
   * file, output.
   */
  public static void main(String[] arguments) throws IOException, RunException, TimeoutException {
    String master = arguments[1];
    BenchJob job = BenchJob.valueOf(arguments[2]);
    Path records = Path.of(arguments[3]);
    Path layer = Path.of(arguments[4]);
    Path output = Path.of(arguments[6]);
    SideMeter meter = new SideMeter();
    SideResult result;
    if (arguments[0].equals("ours")) {
      try (JavaSparkContext sc =
          new JavaSparkContext(ConvoyRegistrator.apply(configuration(master)))) {
        sc.sc().addSparkListener(meter);
        RunSummary run = ours(sc, job, records, layer, Path.of(arguments[5]), output);
        result = meter.result(sc.sc(), run.written(), figures(run));
      }
    } else {
      try (SparkSession spark =
          SparkSession.builder().config(configuration(master)).getOrCreate()) {
        spark.sparkContext().addSparkListener(meter);
        long images = byHand(spark, job, records, layer, output);
        result = meter.result(spark.sparkContext(), images, RunFigures.NONE);
      }
    }
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** Executors of a cluster get this JVM's class path. */
  private static SparkConf configuration(String master) {
    return SideMeter.configuration(master)
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executor.defaultJavaOptions", SimdCheck.COMPILER_FLAG)
        .set("spark.executor.memory", "1500m");
  }

  private static RunSummary ours(
      JavaSparkContext sc, BenchJob job, Path records, Path weights, Path machine, Path output)
      throws IOException, RunException {
    Budget budget = new Budget(MachineFiles.read(machine), Optional.empty(), Optional.empty());
    return SparkRunner.run(
        sc,
        job.request(records.toString(), weights.toString(), output),
        budget,
        RunListener.SILENT);
  }

  /** What a run foresaw and what it took. */
  static RunFigures figures(RunSummary run) {
    Forecast forecast = Forecast.of(run).orElseThrow();
    Forecast.Figure elapsed = forecast.figures().get("elapsed");
    Forecast.Figure memory = forecast.figures().get("taskMemory");
    return new RunFigures(
        elapsed.measured(),
        elapsed.predicted(),
        SideMeter.phases(run),
        (long) memory.measured(),
        (long) memory.predicted());
  }

  /** What a user would write; the images that are in the output. */
  static long byHand(SparkSession spark, BenchJob job, Path records, Path model, Path output)
      throws IOException {
    return switch (job) {
      case PHOTOS -> PhotosByHand.run(spark, records, model, BenchJob.SIDE, output);
      case DECODE -> PhotosByHand.run(spark, records, model, 0, output);
      case FEATURES -> TensorsByHand.vectors(spark, records, model, output);
      case MAPS -> TensorsByHand.maps(spark, records, model, output);
    };
  }
}
