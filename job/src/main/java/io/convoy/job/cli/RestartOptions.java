package io.convoy.job.cli;

import io.convoy.job.plan.Restart;
import picocli.CommandLine.Option;

/** What becomes of the work of a run that did not end. */
final class RestartOptions {
  @Option(
      names = "--resume",
      description =
          "Take up what an earlier run with the same arguments has finished, and keep what is"
              + " finished where this one fails.")
  private boolean resume;

  @Option(
      names = "--retry-rejected",
      description = "With --resume: try the rejected records again.")
  private boolean retryRejected;

  /**
   * The two as one.
   *
   * @throws IllegalArgumentException where one lacks the other
   */
  Restart restart() {
    if (retryRejected && !resume) {
      throw new IllegalArgumentException("--retry-rejected goes with --resume only");
    }
    if (!resume) {
      return Restart.AFRESH;
    }
    return retryRejected ? Restart.RESUME_AND_RETRY : Restart.RESUME;
  }
}
