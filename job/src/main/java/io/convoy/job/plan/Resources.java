package io.convoy.job.plan;

import io.convoy.core.cost.Machine;

/**
 * What a run may use.
 *
 * @param machine what its machines can do
 * @param executors JVMs that compute
 * @param cores tasks that each of them runs at the same time
 * @param machines that the executors are spread over; those of one share its disk
 * @param limit memory of one task
 */
public record Resources(
    Machine machine, int executors, int cores, int machines, MemoryLimit limit) {
  public Resources {
    if (executors < 1 || cores < 1) {
      throw new IllegalArgumentException(
          "a run needs an executor with a core: executors=" + executors + ", cores=" + cores);
    }
    if (machines < 1 || machines > executors) {
      throw new IllegalArgumentException(
          "executors run on one machine or on several: executors="
              + executors
              + ", machines="
              + machines);
    }
  }

  /** Where each executor has a machine to itself. */
  public Resources(Machine machine, int executors, int cores, MemoryLimit limit) {
    this(machine, executors, cores, executors, limit);
  }

  /** Tasks that run on one machine at the same time. */
  int together() {
    return (slots() + machines - 1) / machines;
  }

  /** Tasks that run at the same time. */
  public int slots() {
    return Math.multiplyExact(executors, cores);
  }
}
