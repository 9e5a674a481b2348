package io.convoy.job.execute;

import io.convoy.core.tensor.Shape;
import io.convoy.job.source.DurableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * SHA-256 of shape and numbers of a layer, so that it is the same whatever file holds them; takes
 * them in pieces, in their order, the bias last.
 */
final class WeightsDigest {
  private final MessageDigest digest = DurableFile.sha256();
  private final ByteBuffer bytes = piece();
  private long notFinite;

  WeightsDigest(Shape weights) {
    for (int extent : weights.extents()) {
      bytes.putInt(extent);
    }
    digest.update(bytes.flip());
  }

  void add(float[] numbers) {
    for (int from = 0; from < numbers.length; ) {
      from = fill(bytes, numbers, from, numbers.length);
      digest.update(bytes.flip());
    }
    for (float number : numbers) {
      notFinite += Float.isFinite(number) ? 0 : 1;
    }
  }

  /** Numbers that are NaN or infinite. */
  long notFinite() {
    return notFinite;
  }

  String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** CRC-32C of each {@code length} numbers; the last may be of fewer. */
  static int[] checks(float[] numbers, int length) {
    int[] checks = new int[(numbers.length + length - 1) / length];
    ByteBuffer bytes = piece();
    for (int i = 0; i < checks.length; i++) {
      CRC32C check = new CRC32C();
      int end = Math.min(numbers.length, (i + 1) * length);
      for (int at = i * length; at < end; ) {
        at = fill(bytes, numbers, at, end);
        check.update(bytes.flip());
      }
      checks[i] = (int) check.getValue();
    }
    return checks;
  }

  private static ByteBuffer piece() {
    return ByteBuffer.allocate(Float.BYTES * 4096).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills a buffer with numbers from one position on; where they end. */
  private static int fill(ByteBuffer bytes, float[] numbers, int from, int to) {
    bytes.clear();
    int count = Math.min(bytes.capacity() / Float.BYTES, to - from);
    bytes.asFloatBuffer().put(numbers, from, count);
    bytes.position(count * Float.BYTES);
    return from + count;
  }
}
