package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/** Parquet files of tensors. */
final class ParquetFormat implements TensorFormat {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean matches(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  @Override
  public TensorFile open(SeekableByteChannel channel, String path) throws IOException {
    return Opening.of(channel, () -> ParquetTensorFile.open(channel, path));
  }
}
