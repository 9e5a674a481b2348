package io.convoy.job.source;

/** Says in one short line why a record can't be taken. Trying again would not help. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadRecordException(String reason) {
    super(reason);
  }

  public BadRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** The reason that a reader gave, without the path that it may begin with. */
  static BadRecordException of(String path, Exception cause) {
    String reason = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    String prefix = path + ": ";
    return new BadRecordException(
        oneLine(reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason), cause);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
  }
}
