package io.convoy.job.execute;

import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.TaskMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run did.
 *
 * @param plan what it was to do
 * @param output where the data set lies
 * @param written records in it
 * @param rejects reasons, and how many records were rejected for each, the most frequent first
 * @param phases time by phase
 * @param memory of the task that took most, place by place
 * @param elapsed from the first listing to the commit
 * @param taskTime of all tasks together, as Spark measured it
 * @param tasks how the tasks of this run went, without those of the run that it took up
 * @param bytesWritten bytes of the part files
 * @param parts part files
 * @param partsTakenOver parts of the images that an earlier run had finished
 * @param weightsDigest SHA-256 of the weights and bias, as the manifest has it
 * @param notes what the user was told
 */
public record RunSummary(
    RunPlan plan,
    String output,
    long written,
    Map<String, Long> rejects,
    Map<Phase, Duration> phases,
    TaskMemory memory,
    Duration elapsed,
    Duration taskTime,
    TaskFigures tasks,
    long bytesWritten,
    int parts,
    int partsTakenOver,
    String weightsDigest,
    List<String> notes) {
  /** Records that were rejected. */
  public long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Records that went in: {@code written + rejected}, which the run has checked. */
  public long records() {
    return plan.records();
  }

  /** How much of the tasks' time none of the phases has: starting, and whatever lies between. */
  public double overhead() {
    double all = seconds(taskTime);
    double phases = 0;
    for (Phase phase : Phase.values()) {
      phases += phase == Phase.LIST ? 0 : seconds(this.phases.getOrDefault(phase, Duration.ZERO));
    }
    return all == 0 ? 0 : Math.max(0, 1 - phases / all);
  }

  /** Billions of floating-point operations a second of one core, while it convolved. */
  public double gigaflopsPerCore() {
    double seconds = seconds(phases.getOrDefault(Phase.CONVOLVE, Duration.ZERO));
    return seconds == 0 ? 0 : plan.work().flops() / seconds / 1e9;
  }

  /** Billions of floating-point operations a second of the whole run, reading and writing too. */
  public double gigaflops() {
    double seconds = seconds(elapsed);
    return seconds == 0 ? 0 : plan.work().flops() / seconds / 1e9;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
