package io.convoy.job.plan;

import io.convoy.core.cost.Machine;
import java.util.Optional;

/**
 * What a plan is made with.
 *
 * @param machine what the machines can do that the run is for
 * @param cluster what the run is for; empty for the Spark that makes the plan
 * @param taskMemory bytes that one task may take; empty for what its executor has for it
 */
public record Budget(Machine machine, Optional<Cluster> cluster, Optional<Long> taskMemory) {
  /** For a run whose seconds nobody asks for: nothing measured, nothing limited by hand. */
  public static final Budget TYPICAL =
      new Budget(
          TypicalMachine.of(Runtime.getRuntime().availableProcessors()),
          Optional.empty(),
          Optional.empty());

  /** The limit of a task's memory: the user's, where there is one. */
  public MemoryLimit limit(MemoryLimit otherwise) {
    return taskMemory.map(MemoryLimit::ofTask).orElse(otherwise);
  }

  /** The same, for a cluster that is described. */
  public Budget withCluster(Optional<Cluster> described) {
    return new Budget(machine, described, taskMemory);
  }
}
