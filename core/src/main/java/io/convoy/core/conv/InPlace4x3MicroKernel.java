package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 pixels × 3 vectors of output channels, two steps of the reduction a turn.
 *
 * <p>12 accumulators + twice 3 of the right panel and 4 broadcasts = 26 registers.
 */
final class InPlace4x3MicroKernel extends InPlaceMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  @Override
  int pixels() {
    return 4;
  }

  @Override
  void run(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] y,
      int yo,
      int yStep,
      int last) {
    int x1 = xo + xStep;
    int x2 = xo + 2 * xStep;
    int x3 = xo + 3 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c0c = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 3 * L);
      FloatVector b1y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 4 * L);
      FloatVector b2y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 5 * L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      c0b = a0y.fma(b1y, c0b);
      c0c = a0y.fma(b2y, c0c);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      c1b = a1y.fma(b1y, c1b);
      c1c = a1y.fma(b2y, c1c);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      c2b = a2y.fma(b1y, c2b);
      c2c = a2y.fma(b2y, c2c);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      c3b = a3y.fma(b1y, c3b);
      c3c = a3y.fma(b2y, c3c);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
    }
    c0a.intoArray(y, yo);
    c0b.intoArray(y, yo + L);
    c0c.intoArray(y, yo + last);
    c1a.intoArray(y, yo + yStep);
    c1b.intoArray(y, yo + yStep + L);
    c1c.intoArray(y, yo + yStep + last);
    c2a.intoArray(y, yo + 2 * yStep);
    c2b.intoArray(y, yo + 2 * yStep + L);
    c2c.intoArray(y, yo + 2 * yStep + last);
    c3a.intoArray(y, yo + 3 * yStep);
    c3b.intoArray(y, yo + 3 * yStep + L);
    c3c.intoArray(y, yo + 3 * yStep + last);
  }

  @Override
  void finish(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] bias,
      int oc,
      float low,
      float[] r,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int last) {
    int x1 = xo + xStep;
    int x2 = xo + 2 * xStep;
    int x3 = xo + 3 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c0c = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 3 * L);
      FloatVector b1y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 4 * L);
      FloatVector b2y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 5 * L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      c0b = a0y.fma(b1y, c0b);
      c0c = a0y.fma(b2y, c0c);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      c1b = a1y.fma(b1y, c1b);
      c1c = a1y.fma(b2y, c1c);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      c2b = a2y.fma(b1y, c2b);
      c2c = a2y.fma(b2y, c2c);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      c3b = a3y.fma(b1y, c3b);
      c3c = a3y.fma(b2y, c3c);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bias2 = FloatVector.fromArray(S, bias, oc + last);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0b = c0b.add(bias1).add(FloatVector.fromArray(S, r, ro + L));
    c0c = c0c.add(bias2).add(FloatVector.fromArray(S, r, ro + last));
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c0b.blend(bound, c0b.compare(VectorOperators.LT, bound)).intoArray(y, yo + L);
    c0c.blend(bound, c0c.compare(VectorOperators.LT, bound)).intoArray(y, yo + last);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1b = c1b.add(bias1).add(FloatVector.fromArray(S, r, ro + rStep + L));
    c1c = c1c.add(bias2).add(FloatVector.fromArray(S, r, ro + rStep + last));
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c1b.blend(bound, c1b.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + L);
    c1c.blend(bound, c1c.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + last);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2b = c2b.add(bias1).add(FloatVector.fromArray(S, r, ro + 2 * rStep + L));
    c2c = c2c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * rStep + last));
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c2b.blend(bound, c2b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + L);
    c2c.blend(bound, c2c.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + last);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3b = c3b.add(bias1).add(FloatVector.fromArray(S, r, ro + 3 * rStep + L));
    c3c = c3c.add(bias2).add(FloatVector.fromArray(S, r, ro + 3 * rStep + last));
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c3b.blend(bound, c3b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + L);
    c3c.blend(bound, c3c.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + last);
  }

  @Override
  void clip(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] r,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int last) {
    int x1 = xo + xStep;
    int x2 = xo + 2 * xStep;
    int x3 = xo + 3 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c0c = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 3 * L);
      FloatVector b1y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 4 * L);
      FloatVector b2y = FloatVector.fromArray(S, w, wo + i * (3 * L) + 5 * L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      c0b = a0y.fma(b1y, c0b);
      c0c = a0y.fma(b2y, c0c);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      c1b = a1y.fma(b1y, c1b);
      c1c = a1y.fma(b2y, c1c);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      c2b = a2y.fma(b1y, c2b);
      c2c = a2y.fma(b2y, c2c);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      c3b = a3y.fma(b1y, c3b);
      c3c = a3y.fma(b2y, c3c);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * (3 * L));
      FloatVector b1x = FloatVector.fromArray(S, w, wo + i * (3 * L) + L);
      FloatVector b2x = FloatVector.fromArray(S, w, wo + i * (3 * L) + 2 * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      c0b = a0x.fma(b1x, c0b);
      c0c = a0x.fma(b2x, c0c);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      c1b = a1x.fma(b1x, c1b);
      c1c = a1x.fma(b2x, c1c);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      c2b = a2x.fma(b1x, c2b);
      c2c = a2x.fma(b2x, c2c);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      c3b = a3x.fma(b1x, c3b);
      c3c = a3x.fma(b2x, c3c);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bias2 = FloatVector.fromArray(S, bias, oc + last);
    FloatVector bound = FloatVector.broadcast(S, low);
    FloatVector top = FloatVector.broadcast(S, high);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0b = c0b.add(bias1).add(FloatVector.fromArray(S, r, ro + L));
    c0c = c0c.add(bias2).add(FloatVector.fromArray(S, r, ro + last));
    c0a = c0a.blend(bound, c0a.compare(VectorOperators.LT, bound));
    c0a.blend(top, c0a.compare(VectorOperators.GT, top)).intoArray(y, yo);
    c0b = c0b.blend(bound, c0b.compare(VectorOperators.LT, bound));
    c0b.blend(top, c0b.compare(VectorOperators.GT, top)).intoArray(y, yo + L);
    c0c = c0c.blend(bound, c0c.compare(VectorOperators.LT, bound));
    c0c.blend(top, c0c.compare(VectorOperators.GT, top)).intoArray(y, yo + last);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1b = c1b.add(bias1).add(FloatVector.fromArray(S, r, ro + rStep + L));
    c1c = c1c.add(bias2).add(FloatVector.fromArray(S, r, ro + rStep + last));
    c1a = c1a.blend(bound, c1a.compare(VectorOperators.LT, bound));
    c1a.blend(top, c1a.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep);
    c1b = c1b.blend(bound, c1b.compare(VectorOperators.LT, bound));
    c1b.blend(top, c1b.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep + L);
    c1c = c1c.blend(bound, c1c.compare(VectorOperators.LT, bound));
    c1c.blend(top, c1c.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep + last);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2b = c2b.add(bias1).add(FloatVector.fromArray(S, r, ro + 2 * rStep + L));
    c2c = c2c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * rStep + last));
    c2a = c2a.blend(bound, c2a.compare(VectorOperators.LT, bound));
    c2a.blend(top, c2a.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep);
    c2b = c2b.blend(bound, c2b.compare(VectorOperators.LT, bound));
    c2b.blend(top, c2b.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep + L);
    c2c = c2c.blend(bound, c2c.compare(VectorOperators.LT, bound));
    c2c.blend(top, c2c.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep + last);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3b = c3b.add(bias1).add(FloatVector.fromArray(S, r, ro + 3 * rStep + L));
    c3c = c3c.add(bias2).add(FloatVector.fromArray(S, r, ro + 3 * rStep + last));
    c3a = c3a.blend(bound, c3a.compare(VectorOperators.LT, bound));
    c3a.blend(top, c3a.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep);
    c3b = c3b.blend(bound, c3b.compare(VectorOperators.LT, bound));
    c3b.blend(top, c3b.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep + L);
    c3c = c3c.blend(bound, c3c.compare(VectorOperators.LT, bound));
    c3c.blend(top, c3c.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep + last);
  }
}
