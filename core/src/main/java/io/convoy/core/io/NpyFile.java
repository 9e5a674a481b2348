package io.convoy.core.io;

import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** NumPy's {@code .npy} files. */
public final class NpyFile {
  private NpyFile() {}

  /** Writes a tensor as version 1.0, little-endian float32, C order. The channel is left open. */
  public static void write(WritableByteChannel channel, Tensor tensor) throws IOException {
    throw new UnsupportedOperationException();
  }
}
