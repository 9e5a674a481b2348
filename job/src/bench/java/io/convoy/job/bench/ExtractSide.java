package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preset;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.model.Wanted;
import io.convoy.job.execute.Phase;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Restart;
import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * One side of the contest, in a JVM of its own: extracts, and prints what it took as a line of
 * JSON.
 */
final class ExtractSide {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ExtractSide() {}

  /** Side ({@code ours} or {@code by-hand}), master, network, model, photos, output. */
  public static void main(String[] arguments) throws IOException, RunException {
    String master = arguments[1];
    BenchNetwork network = BenchNetwork.valueOf(arguments[2]);
    Path model = Path.of(arguments[3]);
    Path photos = Path.of(arguments[4]);
    Path output = Path.of(arguments[5]);
    SideResult result =
        arguments[0].equals("ours")
            ? ours(master, network, model, photos, output)
            : byHand(master, network, model, photos, output);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static SideResult ours(
      String master, BenchNetwork network, Path model, Path photos, Path output)
      throws IOException, RunException {
    long start = System.nanoTime();
    TaskTime tasks = new TaskTime();
    try (JavaSparkContext sc =
        new JavaSparkContext(ConvoyRegistrator.apply(configuration(master)))) {
      sc.sc().addSparkListener(tasks);
      RunSummary summary =
          SparkRunner.run(
              sc,
              new ExtractRequest(
                  List.of(photos.toString()),
                  model.toString(),
                  List.of(Wanted.of(network.layer())),
                  Optional.empty(),
                  Preset.IMAGENET.preprocess(Optional.of(new ImageSize(224, 224))),
                  Optional.empty(),
                  OnError.FAIL,
                  new OutputRequest(
                      output.toString(),
                      Existing.REFUSE,
                      Restart.AFRESH,
                      OutputFormat.PARQUET,
                      Compression.NONE)),
              RunListener.SILENT);
      double seconds = (System.nanoTime() - start) / 1e9;
      double work = 0;
      for (Phase phase : List.of(Phase.DECODE, Phase.CONVOLVE, Phase.SHUFFLE, Phase.WRITE)) {
        work += summary.phases().getOrDefault(phase, Duration.ZERO).toNanos() / 1e9;
      }
      long cores = sc.defaultParallelism();
      long predicted = cores * summary.plan().memory().total() + summary.plan().packedBytes();
      return new SideResult(
          summary.written(), seconds, tasks.seconds(), work, peakBytes(), predicted);
    }
  }

  private static SideResult byHand(
      String master, BenchNetwork network, Path model, Path photos, Path output)
      throws IOException {
    long start = System.nanoTime();
    try (SparkSession spark = SparkSession.builder().config(configuration(master)).getOrCreate()) {
      TaskTime tasks = new TaskTime();
      spark.sparkContext().addSparkListener(tasks);
      long images = ByHand.run(spark, photos, model, network.layer(), output);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new SideResult(images, seconds, tasks.seconds(), 0, peakBytes(), 0);
    }
  }

  private static SparkConf configuration(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("bench-extract")
        .set("spark.ui.enabled", "false");
  }

  private static long peakBytes() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    }
    return 0;
  }

  /** Adds up how long tasks ran. */
  private static final class TaskTime extends SparkListener {
    private final AtomicLong millis = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskMetrics() != null) {
        millis.addAndGet(end.taskMetrics().executorRunTime());
      }
    }

    double seconds() {
      return millis.get() / 1e3;
    }
  }
}
