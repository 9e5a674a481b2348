package io.convoy.job.execute;

import io.convoy.core.conv.Filter;
import io.convoy.core.io.Weights;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Reads the weights of a layer, on the driver. */
public final class LayerLoader {
  private LayerLoader() {}

  /**
   * Weights and bias.
   *
   * @throws IllegalArgumentException where a file is missing, or not what it should be
   */
  public static Filter load(Storage storage, LayerRequest request) throws IOException {
    Tensor weights = read(storage, "weights", request.weights());
    if (request.bias().isEmpty()) {
      return Filter.of(weights);
    }
    Tensor bias = read(storage, "bias", request.bias().get());
    if (bias.shape().rank() != 1) {
      throw new IllegalArgumentException("bias must have one dimension: shape=" + bias.shape());
    }
    return new Filter(weights, bias.data());
  }

  /** Numbers among weights and bias that are NaN or infinite. */
  static long notFinite(Filter filter) {
    return notFinite(filter.weights().data()) + notFinite(filter.bias());
  }

  /** SHA-256 of shape and numbers, so that it is the same whatever file holds them. */
  static String digest(Filter filter) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    Shape shape = filter.weights().shape();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * 1024).order(ByteOrder.LITTLE_ENDIAN);
    for (int extent : shape.extents()) {
      bytes.putInt(extent);
    }
    digest.update(bytes.flip());
    update(digest, bytes, filter.weights().data());
    update(digest, bytes, filter.bias());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, ByteBuffer bytes, float[] numbers) {
    bytes.clear();
    for (float number : numbers) {
      if (!bytes.hasRemaining()) {
        digest.update(bytes.flip());
        bytes.clear();
      }
      bytes.putFloat(number);
    }
    digest.update(bytes.flip());
  }

  private static long notFinite(float[] numbers) {
    long count = 0;
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        count++;
      }
    }
    return count;
  }

  private static Tensor read(Storage storage, String what, String text) throws IOException {
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
    try (SeekableByteChannel channel = storage.open(path)) {
      return Weights.read(channel, Storage.name(path), tensor);
    } catch (IOException e) {
      throw new IllegalArgumentException(what + " can't be read: " + e.getMessage(), e);
    }
  }
}
