package io.convoy.job.execute;

/** A run that failed, in one line that names the thing and, where not obvious, the cure. */
public final class RunException extends Exception {
  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
