package io.convoy.core.io;

import java.io.Closeable;
import java.io.IOException;

/** Opens a file over something that must be closed if opening fails. */
final class Opening {
  /** What may fail. */
  interface Step<T> {
    T run() throws IOException;
  }

  private Opening() {}

  static <T> T of(Closeable resource, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (Throwable failure) {
      try {
        resource.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }
}
