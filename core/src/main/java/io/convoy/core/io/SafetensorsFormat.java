package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/** Hugging Face's {@code .safetensors}: the named weights of a model. */
final class SafetensorsFormat implements TensorFormat {
  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public boolean matches(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  @Override
  public TensorFile open(SeekableByteChannel channel, String path) throws IOException {
    return Opening.of(channel, () -> SafetensorsFile.open(channel, path));
  }
}
