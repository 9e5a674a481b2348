package io.convoy.job.plan;

import io.convoy.core.cost.Work;
import java.util.Optional;
import java.util.SortedMap;

/** What every run can say beforehand of what it will do and cost, whatever it computes. */
public sealed interface RunPlan permits ConvPlan, NetworkPlan {
  /** The kernels that are called for, and how often. */
  SortedMap<String, Long> algorithms();

  /** Parts of images, channels and rows; never more than there is work. */
  Grid grid();

  /** Cores that it was planned for. */
  int cores();

  /** Records of the input, bad ones included. */
  long records();

  /** Records that the run will reject, as far as their headers tell. */
  long unfit();

  /** Sizes of the records that are computed, (C, H, W) after preprocessing. */
  SizeRange input();

  /** Sizes of what is made of them, in words. */
  String outputs();

  /** Arithmetic and bytes, of all records together. */
  Work work();

  /**
   * Multiplications that the algorithms are left with, where some have fewer than the plain sum.
   */
  default long multiplications() {
    return work().multiplyAdds();
  }

  /** Why that grid, and what the run is expected to take, where that was asked. */
  default Optional<Choice> forecast() {
    return Optional.empty();
  }

  /** What one task needs. */
  TaskMemory memory();

  /** Packed weights, once an executor. */
  long packedBytes();

  /** Whether some record is so large that it is computed in {@link Steps}. */
  default boolean inSteps() {
    return false;
  }

  /** Whether what is computed goes through a shuffle to the tasks that write it. */
  default boolean shuffles() {
    return grid().cutsRecords();
  }

  /** Tasks of the run: those that compute and, where records are cut, those that join and write. */
  default int tasks() {
    return grid().units() + (shuffles() ? grid().images() : 0);
  }
}
