package io.convoy.job.plan;

import io.convoy.core.cost.Machine;

/**
 * What a run may use.
 *
 * @param machine what its machines can do
 * @param executors JVMs that compute
 * @param cores tasks that each of them runs at the same time
 * @param limit memory of one task
 */
public record Resources(Machine machine, int executors, int cores, MemoryLimit limit) {
  public Resources {
    if (executors < 1 || cores < 1) {
      throw new IllegalArgumentException(
          "a run needs an executor with a core: executors=" + executors + ", cores=" + cores);
    }
  }

  /** Tasks that run at the same time. */
  public int slots() {
    return Math.multiplyExact(executors, cores);
  }
}
