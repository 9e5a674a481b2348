package io.convoy.core.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Times several pieces of work against each other: one sample of each in turn, again and again, so
 * that whatever else the machine does falls on all alike.
 */
final class Contest {
  /** Who runs, in the order in which they take turns. */
  enum Runner {
    FMA_PEAK,
    OURS,
    PEER,
    SECOND_PEER,
    OURS_NCHW,
    PEER_NCHW
  }

  /** A run of so many times a sample's time warms up on its own. */
  private static final int LONG_RUNS = 10;

  /** A run that takes less than this part of the fastest before it has become faster. */
  private static final double FASTER = 0.97;

  /** Of the time of a warm-up, what the compiler works once everything is compiled. */
  private static final double BUSY = 0.1;

  /** A warm-up that doesn't settle ends after so many times its length. */
  private static final int MOST_WINDOWS = 20;

  private Contest() {}

  /**
   * Repeats {@code work} until for so long neither its fastest run has become faster nor the
   * compiler has had much to do: the first layers of a JVM wait for it, be they ever so short.
   */
  static void warmUp(Runnable work, int millis) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long compiled = compiler.getTotalCompilationTime();
    long window = millis * 1_000_000L;
    long first = System.nanoTime();
    long settled = first;
    double fastest = Double.POSITIVE_INFINITY;
    long now = first;
    do {
      work.run();
      long end = System.nanoTime();
      long busy = compiler.getTotalCompilationTime() - compiled;
      if (end - now < FASTER * fastest || busy > millis * BUSY) {
        settled = end;
        compiled += busy;
      }
      fastest = Math.min(fastest, end - now);
      now = end;
    } while (now - settled < window && now - first < MOST_WINDOWS * window);
  }

  /**
   * The median time of one run of each, in milliseconds.
   *
   * <p>A sample is as many runs as fill its time, after one that isn't counted: it brings back what
   * the others have driven out of the caches, and gives their threads time to go to sleep. Where
   * one run takes far longer than that, it is left out.
   */
  static Map<Runner, Double> medians(Map<Runner, Runnable> runners, Effort effort) {
    Map<Runner, double[]> samples = new EnumMap<>(Runner.class);
    Map<Runner, Double> last = new EnumMap<>(Runner.class);
    for (int sample = 0; sample < effort.samples; sample++) {
      for (Map.Entry<Runner, Runnable> runner : runners.entrySet()) {
        if (sample == 0 || last.get(runner.getKey()) < LONG_RUNS * effort.sampleMillis) {
          runner.getValue().run();
        }
        samples.computeIfAbsent(runner.getKey(), r -> new double[effort.samples])[sample] =
            millisOfOne(runner.getValue(), effort.sampleMillis * 1_000_000L);
        last.put(runner.getKey(), samples.get(runner.getKey())[sample]);
      }
    }
    Map<Runner, Double> medians = new EnumMap<>(Runner.class);
    samples.forEach((runner, times) -> medians.put(runner, median(times)));
    return medians;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double millisOfOne(Runnable work, long nanos) {
    long runs = 0;
    long start = System.nanoTime();
    long now;
    do {
      work.run();
      runs++;
      now = System.nanoTime();
    } while (now - start < nanos);
    return (now - start) / 1e6 / runs;
  }
}
