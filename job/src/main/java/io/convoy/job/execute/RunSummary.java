package io.convoy.job.execute;

import io.convoy.job.plan.RunPlan;
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
 * @param elapsed from the first listing to the commit
 * @param bytesWritten bytes of the part files
 * @param parts part files
 * @param weightsDigest SHA-256 of the weights and bias, as the manifest has it
 * @param notes what the user was told
 */
public record RunSummary(
    RunPlan plan,
    String output,
    long written,
    Map<String, Long> rejects,
    Map<Phase, Duration> phases,
    Duration elapsed,
    long bytesWritten,
    int parts,
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
