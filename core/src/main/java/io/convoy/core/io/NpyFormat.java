package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/** NumPy's {@code .npy}: one array. */
final class NpyFormat implements TensorFormat {
  @Override
  public String name() {
    return "npy";
  }

  @Override
  public boolean matches(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  @Override
  public TensorFile open(SeekableByteChannel channel, String path) throws IOException {
    return Opening.of(channel, () -> NpyFile.open(channel, path));
  }
}
