package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/** Reads a filter bank, or a bias, whole: {@code .npy}, {@code .safetensors} or {@code .json}. */
public final class Weights {
  /** The tensor that is meant where none is named. */
  static final String DEFAULT_NAME = "weights";

  private Weights() {}

  /**
   * The tensor as the file has it: weights (O, I, KH, KW), a bias (O). The channel is read from its
   * start and left open.
   *
   * @param tensorName which tensor of a {@code .safetensors} or {@code .json} file; not needed
   *     where there is only one, or one called {@code weights}
   * @throws IllegalArgumentException where the file has no such tensor, or is of another format
   * @throws IOException where the file can't be read; one line that begins with the path
   */
  public static Tensor read(SeekableByteChannel channel, String path, Optional<String> tensorName)
      throws IOException {
    NamedTensors tensors = open(channel, path);
    return tensors.whole(name(tensors, path, tensorName));
  }

  /**
   * What a tensor is, without its numbers.
   *
   * @param readsParts whether {@link #part} reads no more than it gives: so it is with {@code .npy}
   *     in C order and {@code .safetensors}, whose output channels lie one behind the other
   */
  public record Outline(Shape shape, boolean readsParts) {}

  /** What {@link #read} would give, without its numbers; arguments and failures are the same. */
  public static Outline outline(
      SeekableByteChannel channel, String path, Optional<String> tensorName) throws IOException {
    NamedTensors tensors = open(channel, path);
    return new Outline(tensors.shapeOf(name(tensors, path, tensorName)), tensors.readsParts());
  }

  /**
   * Some output channels of what {@link #read} would give; arguments and failures are the same.
   *
   * @param outputChannels positions in the tensor's first dimension
   */
  public static Tensor part(
      SeekableByteChannel channel, String path, Optional<String> tensorName, Range outputChannels)
      throws IOException {
    NamedTensors tensors = open(channel, path);
    return tensors.part(name(tensors, path, tensorName), outputChannels);
  }

  private static String name(NamedTensors tensors, String path, Optional<String> tensorName) {
    List<String> names = tensors.tensorNames();
    if (tensorName.isPresent()) {
      if (!names.contains(tensorName.get())) {
        throw new IllegalArgumentException(
            path + ": no tensor of that name: name=" + tensorName.get() + ", tensors=" + names);
      }
      return tensorName.get();
    }
    if (names.contains(DEFAULT_NAME)) {
      return DEFAULT_NAME;
    }
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          path + ": name one of the file's tensors, as " + path + "#NAME: tensors=" + names);
    }
    return names.get(0);
  }

  /**
   * What the file calls its output channels, or an empty list where it names none. The channel is
   * read from its start and left open.
   */
  public static List<String> channelNames(SeekableByteChannel channel, String path)
      throws IOException {
    return open(channel, path).channelNames();
  }

  /** The file; it holds nothing open but the channel, which is the caller's. */
  private static NamedTensors open(SeekableByteChannel channel, String path) throws IOException {
    TensorFile file =
        TensorFormats.forName(path).orElseThrow(() -> unsuitable(path)).open(channel, path);
    if (file instanceof NamedTensors tensors) {
      return tensors;
    }
    file.close();
    throw unsuitable(path);
  }

  private static IllegalArgumentException unsuitable(String path) {
    return new IllegalArgumentException(
        "weights must be a .npy, .safetensors or .json file: path=" + path);
  }
}
