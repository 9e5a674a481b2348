package io.convoy.job.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutionException;

/** Turns what was thrown, on a driver or in a task, into one line for the user. */
final class Failures {
  private static final String CAUSE = "\nCaused by: ";

  private Failures() {}

  /** What a file system says, in one line; many say nothing but the path. */
  static String describe(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return oneLine(file.getReason());
    }
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + " " + oneLine(e.getMessage());
  }

  /** A failed run: the line of the first cause that is ours, else the first line of all. */
  static RunException of(Throwable thrown) {
    if (thrown instanceof ExecutionException && thrown.getCause() != null) {
      return of(thrown.getCause());
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RunException run) {
        return run;
      }
      if (cause instanceof RecordFailure || cause instanceof UncheckedIOException) {
        return new RunException(oneLine(cause.getMessage()), thrown);
      }
    }
    String message = String.valueOf(thrown.getMessage());
    return new RunException("the run failed: " + oneLine(message) + deepestCause(message), thrown);
  }

  /**
   * The last cause in the stack traces that Spark puts into a message, which says what happened;
   * the first may be that of some wrapper.
   */
  private static String deepestCause(String message) {
    int at = message.lastIndexOf(CAUSE);
    return at < 0 ? "" : ", caused by " + oneLine(message.substring(at + CAUSE.length()));
  }

  /** Up to the end of the first line: Spark puts a stack trace below it. */
  private static String oneLine(String text) {
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
