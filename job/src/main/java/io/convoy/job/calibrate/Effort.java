package io.convoy.job.calibrate;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long a probe may take.
 *
 * <p>Time is that of the thread on its core: who else wants the cores meanwhile says nothing about
 * what they can do. But a probe gives up its patience, not its figure, where it hardly gets a core.
 */
enum Effort {
  /** All probes together stay under two seconds. */
  QUICK(50, 45, 250),
  /** Some twenty seconds, for figures to be kept. */
  FULL(700, 500, 2000);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** How much longer than one that is repeated a step is watched that leaves garbage. */
  private static final int LONG = 6;

  private static final int LEAST_SAMPLES = 5;

  /** Time on the wall that a probe takes at most, over that on its core. */
  private static final int PATIENCE = 3;

  /** Code that the compiler has just come to is faster than this much of its time before. */
  private static final double STILL_WARMING = 0.8;

  private final long warmUpNanos;
  private final long nanos;
  private final long mostWarmUpNanos;

  Effort(long warmUpMillis, long millis, long mostWarmUpMillis) {
    this.warmUpNanos = Duration.ofMillis(warmUpMillis).toNanos();
    this.nanos = Duration.ofMillis(millis).toNanos();
    this.mostWarmUpNanos = Duration.ofMillis(mostWarmUpMillis).toNanos();
  }

  /** What is done once for each sample. */
  interface Step<E extends Exception> {
    void run() throws E;
  }

  /**
   * Seconds of one run of a step, once it is warm: the median, which a pause doesn't move. It is
   * warm when it no longer gets faster; in a fresh JVM code runs a hundred times slower at first.
   */
  <E extends Exception> double seconds(Step<E> step) throws E {
    long begun = System.nanoTime();
    double before = median(step, warmUpNanos);
    double after = median(step, nanos);
    while (after < STILL_WARMING * before && System.nanoTime() - begun < mostWarmUpNanos) {
      before = after;
      after = median(step, nanos);
    }
    return after;
  }

  /**
   * Seconds that all cores work for a second of a step, at least one: the process collects the
   * step's garbage beside it. One where there is no time to see that, and where the compiler of a
   * fresh JVM would be taken for it.
   */
  <E extends Exception> double together(Step<E> step) throws E {
    if (this == QUICK) {
      return 1;
    }
    // Garbage is not collected in every step.
    long end = System.nanoTime() + LONG * nanos;
    long begunProcess = PROCESS.getProcessCpuTime();
    long begun = now();
    while (System.nanoTime() < end) {
      step.run();
    }
    double thread = now() - begun;
    return Math.max(1, (PROCESS.getProcessCpuTime() - begunProcess) / thread);
  }

  private static <E extends Exception> double median(Step<E> step, long nanos) throws E {
    double[] samples = new double[1024];
    int count = 0;
    long begun = now();
    long end = System.nanoTime() + PATIENCE * nanos;
    while (count < LEAST_SAMPLES
        || (now() - begun < nanos && System.nanoTime() < end && count < samples.length)) {
      long start = now();
      step.run();
      samples[count++] = (now() - start) / 1e9;
    }
    Arrays.sort(samples, 0, count);
    return Math.max(1e-9, samples[count / 2]);
  }

  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
