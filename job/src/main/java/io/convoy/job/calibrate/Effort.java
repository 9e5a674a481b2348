package io.convoy.job.calibrate;

import java.time.Duration;
import java.util.Arrays;

/** How long a probe may take. */
enum Effort {
  /** All probes together stay under two seconds. */
  QUICK(60, 50),
  /** Some twenty seconds, for figures to be kept. */
  FULL(700, 500);

  private static final int LEAST_SAMPLES = 5;

  private final long warmUpNanos;
  private final long nanos;

  Effort(long warmUpMillis, long millis) {
    this.warmUpNanos = Duration.ofMillis(warmUpMillis).toNanos();
    this.nanos = Duration.ofMillis(millis).toNanos();
  }

  /** What is done once for each sample. */
  interface Step<E extends Exception> {
    void run() throws E;
  }

  /** Seconds of one run of a step, once it is warm: the median, which a pause doesn't move. */
  <E extends Exception> double seconds(Step<E> step) throws E {
    long end = System.nanoTime() + warmUpNanos;
    do {
      step.run();
    } while (System.nanoTime() < end);
    double[] samples = new double[1024];
    int count = 0;
    end = System.nanoTime() + nanos;
    while (count < LEAST_SAMPLES || (System.nanoTime() < end && count < samples.length)) {
      long start = System.nanoTime();
      step.run();
      samples[count++] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(samples, 0, count);
    return samples[count / 2];
  }
}
