package io.convoy.job.execute;

import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends a run that waits for executors that don't come: where the workers have left for good, Spark
 * itself would wait for ever.
 *
 * <p>On a standalone master they are waited for from the start. Other masters have queues, in which
 * a run may stand for hours: there the watch begins once an executor has been there.
 */
final class ExecutorWatch implements Closeable {
  /** How long tasks may wait without a single executor. */
  static final String WAIT = "spark.convoy.executorWait";

  private static final String STANDARD = "120s";

  private final JavaSparkContext sc;
  private final long wait;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean begun;
  private volatile boolean gaveUp;

  private ExecutorWatch(JavaSparkContext sc) {
    this.sc = sc;
    this.wait = sc.getConf().getTimeAsSeconds(WAIT, STANDARD);
    this.begun = sc.master().startsWith("spark:") || sc.master().startsWith("local-cluster");
  }

  /** Watches until it is closed. In local mode the driver is the executor, and nobody watches. */
  static ExecutorWatch over(JavaSparkContext sc) {
    ExecutorWatch watch = new ExecutorWatch(sc);
    if (!sc.isLocal()) {
      Thread thread = new Thread(watch::run, "convoy-executor-watch");
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  /** Why the run was ended, where it was this watch that ended it. */
  Optional<RunException> reason() {
    return gaveUp
        ? Optional.of(
            new RunException(
                "the run has tasks and no executors, are the workers gone, or too small for one?"
                    + " (--conf "
                    + WAIT
                    + "=… waits longer): master="
                    + sc.master()
                    + ", waited="
                    + wait
                    + "s"))
        : Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /**
   * Looks once a second. Looks are counted, rather than a clock read: a machine that stood still
   * for a while has not waited.
   */
  private void run() {
    long looks = 0;
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        boolean alone = executors() == 0;
        begun |= !alone;
        boolean waits = alone && begun && sc.statusTracker().getActiveJobIds().length > 0;
        looks = waits ? looks + 1 : 0;
        if (looks >= wait && !gaveUp) {
          gaveUp = true;
          sc.cancelAllJobs();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // The context was stopped, which ends the run as well.
      return;
    }
  }

  /** Those that hold blocks, which the driver does too. */
  private int executors() {
    return sc.sc().getExecutorMemoryStatus().size() - 1;
  }
}
