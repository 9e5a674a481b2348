package io.convoy.core.bench;

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

  private Contest() {}

  /** Repeats {@code work} for so long. */
  static void warmUp(Runnable work, int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    do {
      work.run();
    } while (System.nanoTime() < end);
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
