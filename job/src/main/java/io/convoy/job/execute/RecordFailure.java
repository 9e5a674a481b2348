package io.convoy.job.execute;

/** Fails a task because a record is bad and the run was told to fail then. */
final class RecordFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordFailure(String id, String reason) {
    super(message(id, reason));
  }

  static String message(String id, String reason) {
    return "a record can't be taken (--on-error reject leaves it out): " + id + ": " + reason;
  }
}
