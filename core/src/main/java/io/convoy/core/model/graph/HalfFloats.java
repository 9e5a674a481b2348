package io.convoy.core.model.graph;

/** The two 16-bit floating-point formats; JDK 17 has neither. */
public final class HalfFloats {
  private HalfFloats() {}

  /** IEEE 754 binary16 to float, exact. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** Float to IEEE 754 binary16, rounded to nearest, ties to even. */
  public static short fromFloat(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x47800000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Below the smallest normal half: units of 2^-24, which a float of this size rounds to.
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int shifted = magnitude - 0x38000000;
    int rounded = shifted + 0xfff + (shifted >> 13 & 1);
    return (short) (sign | rounded >> 13);
  }

  /** The upper half of a float's bits as a float. */
  public static float fromBfloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** A float rounded to the nearest bfloat16, ties to even. */
  public static float roundToBfloat(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
  }
}
