package io.convoy.job.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * What a run of ours says of itself, which nobody counts for a run by hand.
 *
 * @param seconds from the first listing to the commit
 * @param predictedSeconds of which the plan spoke; 0 where it did not
 * @param phases seconds of all tasks by what they did
 * @param memory bytes that were taken
 * @param predictedMemory bytes of which the plan spoke
 */
record RunFigures(
    double seconds,
    double predictedSeconds,
    Map<String, Double> phases,
    long memory,
    long predictedMemory) {
  static final RunFigures NONE = new RunFigures(0, 0, Map.of(), 0, 0);

  /** Seconds of tasks that are reading, computing, shuffling or writing. */
  @JsonIgnore
  double workSeconds() {
    return phases.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
