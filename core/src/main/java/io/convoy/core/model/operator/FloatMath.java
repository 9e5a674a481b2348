package io.convoy.core.model.operator;

/**
 * Functions of one float that give the same bits on every JVM: additions, products, divisions and
 * fused multiply-adds in a fixed order, which {@code Math} does not promise of its own functions.
 */
public final class FloatMath {
  /** Above it e^x is no float any more. */
  public static final float EXP_HIGH = 88.72283f;

  /** Below it e^x is taken as zero; it would be no normal float. */
  public static final float EXP_LOW = -87.33654f;

  public static final float LOG2_E = 1.44269504f;

  /** Adding and taking away 1.5·2^23 rounds to the nearest whole number. */
  public static final float ROUND = 12582912f;

  /** ln 2 in two parts; the first has few bits, so that its products with exponents are exact. */
  public static final float LN2_HIGH = 0.693359375f;

  public static final float LN2_LOW = -2.12194440e-4f;

  /** Taylor's 1/k!, nearly: the minimax polynomial of e^r on ±ln2/2 (Cephes, expf). */
  public static final float P5 = 1.9875691500e-4f;

  public static final float P4 = 1.3981999507e-3f;
  public static final float P3 = 8.3334519073e-3f;
  public static final float P2 = 4.1665795894e-2f;
  public static final float P1 = 1.6666665459e-1f;
  public static final float P0 = 5.0000001201e-1f;

  private FloatMath() {}

  /** e^x within 2 units in the last place; 0 below {@link #EXP_LOW}. */
  public static float exp(float x) {
    if (x > EXP_HIGH) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < EXP_LOW) {
      return 0f;
    }
    if (Float.isNaN(x)) {
      return x;
    }
    float n = Math.fma(x, LOG2_E, ROUND) - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(P5, r, P4);
    p = Math.fma(p, r, P3);
    p = Math.fma(p, r, P2);
    p = Math.fma(p, r, P1);
    p = Math.fma(p, r, P0);
    float y = Math.fma(p, r * r, r) + 1f;
    // In two halves: 2^128 is no float, though y · 2^128 may be one.
    int half = (int) n >> 1;
    int rest = (int) n - half;
    return y * power(half) * power(rest);
  }

  private static float power(int exponent) {
    return Float.intBitsToFloat(exponent + 127 << 23);
  }

  /** 1 / (1 + e^-x). */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** x · sigmoid(x). */
  public static float swish(float x) {
    return x / (1f + exp(-x));
  }

  public static float tanh(float x) {
    float magnitude = Math.abs(x);
    if (magnitude < 0.625f) {
      // Cephes, tanhf.
      float z = x * x;
      float p = Math.fma(-5.70498872745e-3f, z, 2.06390887954e-2f);
      p = Math.fma(p, z, -5.37397155531e-2f);
      p = Math.fma(p, z, 1.33314422036e-1f);
      p = Math.fma(p, z, -3.33332819422e-1f);
      return Math.fma(p * z, x, x);
    }
    float y = 1f - 2f / (exp(magnitude + magnitude) + 1f);
    return x < 0f ? -y : y;
  }

  /** The error function within 3e-7 (Abramowitz and Stegun 7.1.26). */
  public static float erf(float x) {
    float magnitude = Math.abs(x);
    if (magnitude < 0.5f) {
      // The series, which keeps its relative error where x is small.
      float z = x * x;
      float p = Math.fma(-7.5757576e-4f, z, 4.6296296e-3f);
      p = Math.fma(p, z, -2.3809524e-2f);
      p = Math.fma(p, z, 0.1f);
      p = Math.fma(p, z, -0.33333334f);
      return 1.1283791671f * Math.fma(p * z, x, x);
    }
    float t = 1f / Math.fma(0.3275911f, magnitude, 1f);
    float p = Math.fma(1.061405429f, t, -1.453152027f);
    p = Math.fma(p, t, 1.421413741f);
    p = Math.fma(p, t, -0.284496736f);
    p = Math.fma(p, t, 0.254829592f);
    float y = 1f - p * t * exp(-magnitude * magnitude);
    return x < 0f ? -y : y;
  }

  /** ln(1 + e^x). */
  public static float softplus(float x) {
    return Math.max(x, 0f) + (float) StrictMath.log1p(exp(-Math.abs(x)));
  }
}
