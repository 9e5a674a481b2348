package io.convoy.core.io;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;

/** The element types that files hold, and the way from each to float. */
enum ElementType {
  FLOAT32(4) {
    @Override
    void toFloats(ByteBuffer source, float[] target, int from, int count) {
      source.asFloatBuffer().get(target, from, count);
    }
  },
  FLOAT64(8) {
    @Override
    void toFloats(ByteBuffer source, float[] target, int from, int count) {
      DoubleBuffer doubles = source.asDoubleBuffer();
      for (int i = 0; i < count; i++) {
        target[from + i] = (float) doubles.get();
      }
    }
  },
  FLOAT16(2) {
    @Override
    void toFloats(ByteBuffer source, float[] target, int from, int count) {
      ShortBuffer halves = source.asShortBuffer();
      for (int i = 0; i < count; i++) {
        target[from + i] = halfToFloat(halves.get());
      }
    }
  },
  BFLOAT16(2) {
    @Override
    void toFloats(ByteBuffer source, float[] target, int from, int count) {
      ShortBuffer upperHalves = source.asShortBuffer();
      for (int i = 0; i < count; i++) {
        target[from + i] = Float.intBitsToFloat(upperHalves.get() << 16);
      }
    }
  },
  UINT8(1) {
    @Override
    void toFloats(ByteBuffer source, float[] target, int from, int count) {
      int position = source.position();
      for (int i = 0; i < count; i++) {
        target[from + i] = Byte.toUnsignedInt(source.get(position + i));
      }
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Reads {@code count} elements from the source's position on, in the source's byte order. The
   * position stays where it is.
   */
  abstract void toFloats(ByteBuffer source, float[] target, int from, int count);

  /** IEEE 754 binary16. JDK 17 has no method for it. */
  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0) {
      // Zero or subnormal: a multiple of 2^-24, which a float holds exactly.
      return Float.intBitsToFloat(Float.floatToRawIntBits(mantissa * 0x1p-24f) | sign);
    }
    int widened = exponent == 0x1f ? 0xff : exponent + (127 - 15);
    return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
  }
}
