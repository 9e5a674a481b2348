package io.convoy.core.bench.networks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Weights that are the same on every machine: those of a tensor depend on its name and the seed
 * alone, not on what else the network has.
 */
final class Seeded {
  private final long seed;

  Seeded(long seed) {
    this.seed = seed;
  }

  /** About normal around {@code mean}, as little-endian floats. */
  byte[] normal(String name, int count, double mean, double deviation) {
    SplittableRandom random = new SplittableRandom(seed + 0x9e3779b97f4a7c15L * name.hashCode());
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putFloat((float) (mean + deviation * normal(random.nextLong())));
    }
    return bytes;
  }

  /** Uniform between two numbers, as little-endian floats. */
  byte[] uniform(String name, int count, double low, double high) {
    SplittableRandom random = new SplittableRandom(seed + 0x9e3779b97f4a7c15L * name.hashCode());
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putFloat((float) (low + (high - low) * random.nextInt(1 << 24) / (1 << 24)));
    }
    return bytes;
  }

  /**
   * The sum of four uniform numbers, with mean 0 and variance 1: near enough to a normal one, and
   * made of exact arithmetic, where a library's own may change with its version.
   */
  private static double normal(long bits) {
    long sum =
        (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48 & 0xffff);
    return (sum / 65536.0 - 2) * Math.sqrt(3);
  }
}
