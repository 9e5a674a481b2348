package io.convoy.job.execute;

import io.convoy.core.io.Weights;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A tensor of weights, or a bias, in its file. What can't be read is the user's to change, and so
 * an {@link IllegalArgumentException}.
 *
 * @param storage where the file lies
 * @param what {@code weights} or {@code bias}, for messages
 * @param path the file
 * @param tensor which of its tensors; empty for the only one
 */
record WeightsFile(Storage storage, String what, Path path, Optional<String> tensor) {
  /**
   * What a user means by a path, with {@code #name} behind it for one tensor of many.
   *
   * @throws IllegalArgumentException where there is no such file
   */
  static WeightsFile of(Storage storage, String what, String text) throws IOException {
    Path path = storage.resolve(text);
    Optional<String> tensor = Optional.empty();
    int hash = text.lastIndexOf('#');
    if (storage.status(path).isEmpty() && hash > 0) {
      // A file may have # in its name; only where there is none does it begin a tensor's name.
      path = storage.resolve(text.substring(0, hash));
      tensor = Optional.of(text.substring(hash + 1));
    }
    if (storage.status(path).isEmpty()) {
      throw new IllegalArgumentException(what + " file does not exist: path=" + text);
    }
    return new WeightsFile(storage, what, path, tensor);
  }

  /** Its shape, and whether parts of it can be read. */
  Weights.Outline outline() {
    return read(channel -> Weights.outline(channel, name(), tensor));
  }

  /** All of it. */
  Tensor whole() {
    return read(channel -> Weights.read(channel, name(), tensor));
  }

  /** Some output channels of it. */
  Tensor part(Range outputChannels) {
    return read(channel -> Weights.part(channel, name(), tensor, outputChannels));
  }

  String name() {
    return Storage.name(path);
  }

  private interface Reading<T> {
    T of(SeekableByteChannel channel) throws IOException;
  }

  private <T> T read(Reading<T> reading) {
    try (SeekableByteChannel channel = storage.open(path)) {
      return reading.of(channel);
    } catch (IOException e) {
      throw new IllegalArgumentException(what + " can't be read: " + e.getMessage(), e);
    }
  }
}
