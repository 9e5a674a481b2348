package io.convoy.job.bench;

import io.convoy.job.execute.Phase;
import io.convoy.job.execute.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Measures a side from outside, the same for both: the clock, Spark's tasks, the process. */
final class SideMeter extends SparkListener {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long MOST_LATE_MILLIS = 10_000;

  private final long start = System.nanoTime();
  private final AtomicLong taskMillis = new AtomicLong();

  /** What both sides tell Spark. */
  static SparkConf configuration(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("convoy-bench")
        .set("spark.ui.enabled", "false");
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskMetrics() != null) {
      taskMillis.addAndGet(end.taskMetrics().executorRunTime());
    }
  }

  /** To be asked when the output is finished, while Spark is still there. */
  SideResult result(SparkContext spark, long images, RunFigures run)
      throws IOException, TimeoutException {
    double seconds = (System.nanoTime() - start) / 1e9;
    spark.listenerBus().waitUntilEmpty(MOST_LATE_MILLIS);
    return new SideResult(images, seconds, taskMillis.get() / 1e3, peakBytes(), run);
  }

  /** Seconds by phase, those of tasks. */
  static Map<String, Double> phases(RunSummary summary) {
    Map<String, Double> phases = new LinkedHashMap<>();
    for (Phase phase : List.of(Phase.DECODE, Phase.CONVOLVE, Phase.SHUFFLE, Phase.WRITE)) {
      double seconds = summary.phases().getOrDefault(phase, Duration.ZERO).toNanos() / 1e9;
      phases.put(phase.name().toLowerCase(Locale.ROOT), seconds);
    }
    return phases;
  }

  /** The most memory that this process held; 0 where the system doesn't say. */
  static long peakBytes() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    }
    return 0;
  }
}
