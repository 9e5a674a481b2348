package io.convoy.core.model;

/** Adds up how long each step of a network takes, over as many runs as wanted. For one thread. */
public final class StepTimes {
  private final long[] nanos;

  /** Times for the steps of {@link Network#steps}. */
  public StepTimes(Network network) {
    this.nanos = new long[network.steps().size()];
  }

  void add(int step, long elapsed) {
    nanos[step] += elapsed;
  }

  /** Nanoseconds spent in a step so far. */
  public long nanos(int step) {
    return nanos[step];
  }
}
