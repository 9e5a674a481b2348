package io.convoy.core.image;

import java.io.IOException;

/** Says in one short line why a file can't be taken as an image: {@code truncated JPEG}. */
public final class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageFormatException(String reason) {
    super(reason);
  }

  public ImageFormatException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
