package io.convoy.job.execute;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Asks whether a task is still wanted. Spark only marks one that is not, because another attempt
 * has won or the run has failed: a task that never asked would keep its core to its end.
 */
final class Interruption {
  private Interruption() {}

  /** Ends the task of this thread where Spark has marked it. */
  static void poll() {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException();
    }
  }
}
