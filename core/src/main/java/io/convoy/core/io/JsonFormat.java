package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/** Tensors written by hand as nested lists. */
final class JsonFormat implements TensorFormat {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public boolean matches(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  @Override
  public TensorFile open(SeekableByteChannel channel, String path) throws IOException {
    return Opening.of(channel, () -> JsonFile.open(channel, path));
  }
}
