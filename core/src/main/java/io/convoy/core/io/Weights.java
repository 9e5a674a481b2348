package io.convoy.core.io;

import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/** Reads a filter bank, or a bias, whole: {@code .npy}, {@code .safetensors} or {@code .json}. */
public final class Weights {
  private Weights() {}

  /**
   * The tensor as the file has it: weights (O, I, KH, KW), a bias (O). The channel is read from its
   * start and left open.
   *
   * @param tensorName which tensor of a {@code .safetensors} or {@code .json} file; not needed
   *     where there is only one, or one called {@code weights}
   * @throws IOException where the file can't be read as weights; one line that begins with the path
   */
  public static Tensor read(SeekableByteChannel channel, String path, Optional<String> tensorName)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What the file calls its output channels, or an empty list where it names none. */
  public static List<String> channelNames(SeekableByteChannel channel, String path)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
