package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/** Arrow IPC files of tensors. */
final class ArrowFormat implements TensorFormat {
  @Override
  public String name() {
    return "arrow";
  }

  @Override
  public boolean matches(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".arrow");
  }

  @Override
  public TensorFile open(SeekableByteChannel channel, String path) throws IOException {
    return Opening.of(channel, () -> ArrowTensorFile.open(channel, path));
  }
}
