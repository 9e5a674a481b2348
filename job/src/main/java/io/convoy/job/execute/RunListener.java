package io.convoy.job.execute;

import io.convoy.job.plan.RunPlan;

/** Who wants to hear of a run while it runs. Calls may come from any thread, one at a time. */
public interface RunListener {
  /** One that listens to nothing. */
  RunListener SILENT = new RunListener() {};

  /** The plan stands; nothing has been computed. */
  default void planned(RunPlan plan) {}

  /** Something that the user should know once, in a sentence. */
  default void note(String sentence) {}

  /** A task is done. */
  default void progress(Progress progress) {}
}
