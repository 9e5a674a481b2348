package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.model.operator.FloatMath;
import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic on stretches of numbers that lie next to each other: whole vectors, then the rest one
 * by one with the same operations, so that the width changes no bit.
 */
final class ChannelsTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int ROUND_BITS = Float.floatToRawIntBits(FloatMath.ROUND);

  private ChannelsTransform() {}

  /** What two stretches are combined by. */
  enum Sum {
    ADD,
    SUB,
    MUL,
    DIV,
    MAX,
    MIN;

    float of(float a, float b) {
      return switch (this) {
        case ADD -> a + b;
        case SUB -> a - b;
        case MUL -> a * b;
        case DIV -> a / b;
        case MAX -> b > a ? b : a;
        case MIN -> b < a ? b : a;
      };
    }
  }

  /** z = x (operation) y. */
  static void combine(
      Sum operation, float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    int whole = count - count % L;
    switch (operation) {
      case ADD -> add(x, xo, y, yo, z, zo, whole);
      case SUB -> subtract(x, xo, y, yo, z, zo, whole);
      case MUL -> multiply(x, xo, y, yo, z, zo, whole);
      case DIV -> divide(x, xo, y, yo, z, zo, whole);
      case MAX -> largest(x, xo, y, yo, z, zo, whole);
      case MIN -> smallest(x, xo, y, yo, z, zo, whole);
    }
    for (int i = whole; i < count; i++) {
      z[zo + i] = operation.of(x[xo + i], y[yo + i]);
    }
  }

  private static void add(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i)
          .add(FloatVector.fromArray(S, y, yo + i))
          .intoArray(z, zo + i);
    }
  }

  private static void subtract(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i)
          .sub(FloatVector.fromArray(S, y, yo + i))
          .intoArray(z, zo + i);
    }
  }

  private static void multiply(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i)
          .mul(FloatVector.fromArray(S, y, yo + i))
          .intoArray(z, zo + i);
    }
  }

  private static void divide(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i)
          .div(FloatVector.fromArray(S, y, yo + i))
          .intoArray(z, zo + i);
    }
  }

  private static void largest(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xo + i);
      FloatVector b = FloatVector.fromArray(S, y, yo + i);
      a.blend(b, b.compare(VectorOperators.GT, a)).intoArray(z, zo + i);
    }
  }

  private static void smallest(float[] x, int xo, float[] y, int yo, float[] z, int zo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xo + i);
      FloatVector b = FloatVector.fromArray(S, y, yo + i);
      a.blend(b, b.compare(VectorOperators.LT, a)).intoArray(z, zo + i);
    }
  }

  /** y = x · scale + shift, fused. */
  static void affine(
      float[] x, int xo, float[] scale, float[] shift, float[] y, int yo, int count) {
    int whole = count - count % L;
    affineWhole(x, xo, scale, shift, y, yo, whole);
    for (int i = whole; i < count; i++) {
      y[yo + i] = Math.fma(x[xo + i], scale[i], shift[i]);
    }
  }

  private static void affineWhole(
      float[] x, int xo, float[] scale, float[] shift, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i)
          .fma(FloatVector.fromArray(S, scale, i), FloatVector.fromArray(S, shift, i))
          .intoArray(y, yo + i);
    }
  }

  /** y = x / divisor. */
  static void divide(float[] x, int xo, float divisor, float[] y, int yo, int count) {
    int whole = count - count % L;
    divideWhole(x, xo, divisor, y, yo, whole);
    for (int i = whole; i < count; i++) {
      y[yo + i] = x[xo + i] / divisor;
    }
  }

  private static void divideWhole(float[] x, int xo, float divisor, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, x, xo + i).div(divisor).intoArray(y, yo + i);
    }
  }

  /** Applies an activation in place. */
  static void activate(Activation activation, float[] y, int yo, int count) {
    int whole = count - count % L;
    switch (activation.kind()) {
      case NONE -> {
        return;
      }
      case RELU -> clip(y, yo, 0f, Float.POSITIVE_INFINITY, whole);
      case CLIP -> clip(y, yo, activation.low(), activation.high(), whole);
      case LEAKY_RELU -> leak(y, yo, activation.low(), whole);
      case HARD_SWISH -> hardSwish(y, yo, whole);
    }
    for (int i = yo + whole; i < yo + count; i++) {
      y[i] = activation.apply(y[i]);
    }
  }

  private static void clip(float[] y, int yo, float low, float high, int count) {
    for (int i = yo; i < yo + count; i += L) {
      clipped(FloatVector.fromArray(S, y, i), low, high).intoArray(y, i);
    }
  }

  private static void leak(float[] y, int yo, float slope, int count) {
    for (int i = yo; i < yo + count; i += L) {
      FloatVector x = FloatVector.fromArray(S, y, i);
      x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(y, i);
    }
  }

  private static void hardSwish(float[] y, int yo, int count) {
    for (int i = yo; i < yo + count; i += L) {
      FloatVector x = FloatVector.fromArray(S, y, i);
      x.mul(clipped(x.add(3f), 0f, 6f)).mul(1f / 6f).intoArray(y, i);
    }
  }

  private static FloatVector clipped(FloatVector x, float low, float high) {
    FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
    return raised.blend(high, raised.compare(VectorOperators.GT, high));
  }

  /** y = clip(x · alpha + beta, 0, 1). */
  static void hardSigmoid(
      float[] x, int xo, float alpha, float beta, float[] y, int yo, int count) {
    int whole = count - count % L;
    for (int i = 0; i < whole; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i).mul(alpha).add(beta);
      clipped(v, 0f, 1f).intoArray(y, yo + i);
    }
    for (int i = whole; i < count; i++) {
      float v = x[xo + i] * alpha + beta;
      float raised = v < 0f ? 0f : v;
      y[yo + i] = raised > 1f ? 1f : raised;
    }
  }

  /** y = 1 / (1 + e^-x), the bits of {@link FloatMath#sigmoid}. */
  static void sigmoid(float[] x, int xo, float[] y, int yo, int count) {
    int whole = count - count % L;
    sigmoidWhole(x, xo, y, yo, whole);
    for (int i = whole; i < count; i++) {
      y[yo + i] = FloatMath.sigmoid(x[xo + i]);
    }
  }

  private static void sigmoidWhole(float[] x, int xo, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = load(x, xo + i);
      FloatVector.broadcast(S, 1f).div(exp(v.neg()).add(1f)).intoArray(y, yo + i);
    }
  }

  /** y = e^(x - less), the bits of {@link FloatMath#exp}. */
  static void exponential(float[] x, int xo, float less, float[] y, int yo, int count) {
    int whole = count - count % L;
    exponentialWhole(x, xo, less, y, yo, whole);
    for (int i = whole; i < count; i++) {
      y[yo + i] = FloatMath.exp(x[xo + i] - less);
    }
  }

  private static void exponentialWhole(
      float[] x, int xo, float less, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      exp(load(x, xo + i).sub(less)).intoArray(y, yo + i);
    }
  }

  /** The largest of at least one number, which no order changes. */
  static float largest(float[] x, int xo, int count) {
    float most = x[xo];
    int whole = count - count % L;
    if (whole > 0) {
      most = largestWhole(x, xo, whole);
    }
    for (int i = whole; i < count; i++) {
      most = x[xo + i] > most ? x[xo + i] : most;
    }
    return most;
  }

  private static float largestWhole(float[] x, int xo, int count) {
    FloatVector most = FloatVector.fromArray(S, x, xo);
    for (int i = L; i < count; i += L) {
      FloatVector next = FloatVector.fromArray(S, x, xo + i);
      most = most.blend(next, next.compare(VectorOperators.GT, most));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  /** y = x / (1 + e^-x), the bits of {@link FloatMath#swish}. */
  static void swish(float[] x, int xo, float[] y, int yo, int count) {
    int whole = count - count % L;
    swishWhole(x, xo, y, yo, whole);
    for (int i = whole; i < count; i++) {
      y[yo + i] = FloatMath.swish(x[xo + i]);
    }
  }

  private static void swishWhole(float[] x, int xo, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = load(x, xo + i);
      v.div(exp(v.neg()).add(1f)).intoArray(y, yo + i);
    }
  }

  /**
   * A vector whose exact class the compiler knows, for it is computed by one that was made from a
   * species; of a loaded one it knows the class only by what it has seen so far.
   */
  private static FloatVector load(float[] x, int xo) {
    return FloatVector.broadcast(S, 1f).mul(FloatVector.fromArray(S, x, xo));
  }

  /** e^x, lane by lane the operations of {@link FloatMath#exp}. */
  private static FloatVector exp(FloatVector x) {
    FloatVector clamped =
        x.blend(FloatMath.EXP_HIGH, x.compare(VectorOperators.GT, FloatMath.EXP_HIGH))
            .blend(FloatMath.EXP_LOW, x.compare(VectorOperators.LT, FloatMath.EXP_LOW));
    FloatVector rounded =
        clamped.fma(
            FloatVector.broadcast(S, FloatMath.LOG2_E), FloatVector.broadcast(S, FloatMath.ROUND));
    FloatVector n = rounded.sub(FloatMath.ROUND);
    FloatVector r =
        n.fma(
            FloatVector.broadcast(S, -FloatMath.LN2_LOW),
            n.fma(FloatVector.broadcast(S, -FloatMath.LN2_HIGH), clamped));
    FloatVector p =
        FloatVector.broadcast(S, FloatMath.P5).fma(r, FloatVector.broadcast(S, FloatMath.P4));
    p = p.fma(r, FloatVector.broadcast(S, FloatMath.P3));
    p = p.fma(r, FloatVector.broadcast(S, FloatMath.P2));
    p = p.fma(r, FloatVector.broadcast(S, FloatMath.P1));
    p = p.fma(r, FloatVector.broadcast(S, FloatMath.P0));
    FloatVector y = p.fma(r.mul(r), r).add(1f);
    // Not a conversion, which JDK 17 makes an object a vector of: the last bits of n + ROUND are n.
    IntVector whole = IntVector.broadcast(Simd.INTS, -ROUND_BITS).add(rounded.reinterpretAsInts());
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    // Two powers of two, written out: what is inlined last into a large method is called instead.
    FloatVector low = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    IntVector rest = whole.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
    FloatVector scaled = y.mul(low).mul(rest.reinterpretAsFloats());
    return scaled
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, FloatMath.EXP_HIGH))
        .blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_LOW));
  }
}
