package io.convoy.job.chaos;

import java.util.Locale;

/** What befalls a run. */
enum Fault {
  /** {@code kill -9} of an executor; its worker starts another. */
  KILL_EXECUTOR,
  /** {@code kill -9} of the driver; the same command runs again with {@code --resume}. */
  KILL_DRIVER,
  /** {@code kill -9} of a worker and its executor. */
  KILL_WORKER,
  /** A file of a map stage's output is deleted. Only where the job cuts records. */
  DELETE_SHUFFLE_FILE,
  /** A process is stopped for some seconds, some of them for longer than Spark waits for it. */
  PAUSE_PROCESS,
  /** An executor, or all of them, can't lengthen a file any more. */
  FILL_SCRATCH_DISK,
  /** The next file that a task opens can't be read. */
  FAIL_TASK,
  /** {@code kill -9} of all workers, which don't come back. */
  KILL_ALL_WORKERS;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
