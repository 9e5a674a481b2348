package io.convoy.job.source;

import java.io.IOException;

/** Says that a file system failed to hand over bytes that may well be good. */
public final class ReadFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  ReadFailedException(String path, IOException cause) {
    super("reading failed: path=" + path + ", cause=" + cause.getMessage(), cause);
  }
}
