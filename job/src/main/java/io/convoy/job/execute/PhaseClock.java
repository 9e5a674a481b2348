package io.convoy.job.execute;

/** Charges every nanosecond of a task to a phase: to the one that has just ended. */
final class PhaseClock {
  private final long[] nanos = new long[Phase.values().length];
  private long last = System.nanoTime();

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
