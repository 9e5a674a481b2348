package io.convoy.job.execute;

/**
 * Charges every nanosecond of a task to a phase: to the one that has just ended. Beside it lies the
 * gauge of the task's memory.
 */
final class PhaseClock {
  private final long[] nanos = new long[Phase.values().length];
  private final MemoryGauge gauge = new MemoryGauge();
  private long last = System.nanoTime();

  MemoryGauge gauge() {
    return gauge;
  }

  /** The time since the last call was spent on this. */
  void charge(Phase phase) {
    long now = System.nanoTime();
    nanos[phase.ordinal()] += now - last;
    last = now;
  }

  /** Adds what another task charged. */
  void add(long[] others) {
    for (int phase = 0; phase < nanos.length; phase++) {
      nanos[phase] += others[phase];
    }
  }

  long[] nanos() {
    return nanos.clone();
  }
}
