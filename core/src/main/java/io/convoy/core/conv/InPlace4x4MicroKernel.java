package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 pixels × 4 vectors of output channels.
 *
 * <p>16 accumulators + 4 of the right panel + 4 broadcasts = 24 registers.
 */
final class InPlace4x4MicroKernel extends InPlaceMicroKernel {
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
    FloatVector c0d = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c1d = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c2d = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    FloatVector c3d = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, w, wo + i * (4 * L));
      FloatVector b1 = FloatVector.fromArray(S, w, wo + i * (4 * L) + L);
      FloatVector b2 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      c0c = a0.fma(b2, c0c);
      c0d = a0.fma(b3, c0d);
      FloatVector a1 = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      c1c = a1.fma(b2, c1c);
      c1d = a1.fma(b3, c1d);
      FloatVector a2 = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      c2c = a2.fma(b2, c2c);
      c2d = a2.fma(b3, c2d);
      FloatVector a3 = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      c3c = a3.fma(b2, c3c);
      c3d = a3.fma(b3, c3d);
    }
    c0a.intoArray(y, yo);
    c0b.intoArray(y, yo + L);
    c0c.intoArray(y, yo + 2 * L);
    c0d.intoArray(y, yo + 3 * L);
    c1a.intoArray(y, yo + yStep);
    c1b.intoArray(y, yo + yStep + L);
    c1c.intoArray(y, yo + yStep + 2 * L);
    c1d.intoArray(y, yo + yStep + 3 * L);
    c2a.intoArray(y, yo + 2 * yStep);
    c2b.intoArray(y, yo + 2 * yStep + L);
    c2c.intoArray(y, yo + 2 * yStep + 2 * L);
    c2d.intoArray(y, yo + 2 * yStep + 3 * L);
    c3a.intoArray(y, yo + 3 * yStep);
    c3b.intoArray(y, yo + 3 * yStep + L);
    c3c.intoArray(y, yo + 3 * yStep + 2 * L);
    c3d.intoArray(y, yo + 3 * yStep + 3 * L);
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
    FloatVector c0d = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c1d = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c2d = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    FloatVector c3d = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, w, wo + i * (4 * L));
      FloatVector b1 = FloatVector.fromArray(S, w, wo + i * (4 * L) + L);
      FloatVector b2 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      c0c = a0.fma(b2, c0c);
      c0d = a0.fma(b3, c0d);
      FloatVector a1 = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      c1c = a1.fma(b2, c1c);
      c1d = a1.fma(b3, c1d);
      FloatVector a2 = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      c2c = a2.fma(b2, c2c);
      c2d = a2.fma(b3, c2d);
      FloatVector a3 = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      c3c = a3.fma(b2, c3c);
      c3d = a3.fma(b3, c3d);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bias2 = FloatVector.fromArray(S, bias, oc + 2 * L);
    FloatVector bias3 = FloatVector.fromArray(S, bias, oc + 3 * L);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c0b = c0b.add(bias1).add(FloatVector.fromArray(S, r, ro + L));
    c0b.blend(bound, c0b.compare(VectorOperators.LT, bound)).intoArray(y, yo + L);
    c0c = c0c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * L));
    c0c.blend(bound, c0c.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * L);
    c0d = c0d.add(bias3).add(FloatVector.fromArray(S, r, ro + 3 * L));
    c0d.blend(bound, c0d.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * L);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c1b = c1b.add(bias1).add(FloatVector.fromArray(S, r, ro + rStep + L));
    c1b.blend(bound, c1b.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + L);
    c1c = c1c.add(bias2).add(FloatVector.fromArray(S, r, ro + rStep + 2 * L));
    c1c.blend(bound, c1c.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + 2 * L);
    c1d = c1d.add(bias3).add(FloatVector.fromArray(S, r, ro + rStep + 3 * L));
    c1d.blend(bound, c1d.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + 3 * L);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c2b = c2b.add(bias1).add(FloatVector.fromArray(S, r, ro + 2 * rStep + L));
    c2b.blend(bound, c2b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + L);
    c2c = c2c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * rStep + 2 * L));
    c2c.blend(bound, c2c.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + 2 * L);
    c2d = c2d.add(bias3).add(FloatVector.fromArray(S, r, ro + 2 * rStep + 3 * L));
    c2d.blend(bound, c2d.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + 3 * L);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c3b = c3b.add(bias1).add(FloatVector.fromArray(S, r, ro + 3 * rStep + L));
    c3b.blend(bound, c3b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + L);
    c3c = c3c.add(bias2).add(FloatVector.fromArray(S, r, ro + 3 * rStep + 2 * L));
    c3c.blend(bound, c3c.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + 2 * L);
    c3d = c3d.add(bias3).add(FloatVector.fromArray(S, r, ro + 3 * rStep + 3 * L));
    c3d.blend(bound, c3d.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + 3 * L);
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
    FloatVector c0d = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c1d = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c2d = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    FloatVector c3d = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, w, wo + i * (4 * L));
      FloatVector b1 = FloatVector.fromArray(S, w, wo + i * (4 * L) + L);
      FloatVector b2 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, w, wo + i * (4 * L) + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      c0c = a0.fma(b2, c0c);
      c0d = a0.fma(b3, c0d);
      FloatVector a1 = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      c1c = a1.fma(b2, c1c);
      c1d = a1.fma(b3, c1d);
      FloatVector a2 = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      c2c = a2.fma(b2, c2c);
      c2d = a2.fma(b3, c2d);
      FloatVector a3 = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      c3c = a3.fma(b2, c3c);
      c3d = a3.fma(b3, c3d);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bias2 = FloatVector.fromArray(S, bias, oc + 2 * L);
    FloatVector bias3 = FloatVector.fromArray(S, bias, oc + 3 * L);
    FloatVector bound = FloatVector.broadcast(S, low);
    FloatVector top = FloatVector.broadcast(S, high);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0a = c0a.blend(bound, c0a.compare(VectorOperators.LT, bound));
    c0a.blend(top, c0a.compare(VectorOperators.GT, top)).intoArray(y, yo);
    c0b = c0b.add(bias1).add(FloatVector.fromArray(S, r, ro + L));
    c0b = c0b.blend(bound, c0b.compare(VectorOperators.LT, bound));
    c0b.blend(top, c0b.compare(VectorOperators.GT, top)).intoArray(y, yo + L);
    c0c = c0c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * L));
    c0c = c0c.blend(bound, c0c.compare(VectorOperators.LT, bound));
    c0c.blend(top, c0c.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * L);
    c0d = c0d.add(bias3).add(FloatVector.fromArray(S, r, ro + 3 * L));
    c0d = c0d.blend(bound, c0d.compare(VectorOperators.LT, bound));
    c0d.blend(top, c0d.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * L);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1a = c1a.blend(bound, c1a.compare(VectorOperators.LT, bound));
    c1a.blend(top, c1a.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep);
    c1b = c1b.add(bias1).add(FloatVector.fromArray(S, r, ro + rStep + L));
    c1b = c1b.blend(bound, c1b.compare(VectorOperators.LT, bound));
    c1b.blend(top, c1b.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep + L);
    c1c = c1c.add(bias2).add(FloatVector.fromArray(S, r, ro + rStep + 2 * L));
    c1c = c1c.blend(bound, c1c.compare(VectorOperators.LT, bound));
    c1c.blend(top, c1c.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep + 2 * L);
    c1d = c1d.add(bias3).add(FloatVector.fromArray(S, r, ro + rStep + 3 * L));
    c1d = c1d.blend(bound, c1d.compare(VectorOperators.LT, bound));
    c1d.blend(top, c1d.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep + 3 * L);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2a = c2a.blend(bound, c2a.compare(VectorOperators.LT, bound));
    c2a.blend(top, c2a.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep);
    c2b = c2b.add(bias1).add(FloatVector.fromArray(S, r, ro + 2 * rStep + L));
    c2b = c2b.blend(bound, c2b.compare(VectorOperators.LT, bound));
    c2b.blend(top, c2b.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep + L);
    c2c = c2c.add(bias2).add(FloatVector.fromArray(S, r, ro + 2 * rStep + 2 * L));
    c2c = c2c.blend(bound, c2c.compare(VectorOperators.LT, bound));
    c2c.blend(top, c2c.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep + 2 * L);
    c2d = c2d.add(bias3).add(FloatVector.fromArray(S, r, ro + 2 * rStep + 3 * L));
    c2d = c2d.blend(bound, c2d.compare(VectorOperators.LT, bound));
    c2d.blend(top, c2d.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep + 3 * L);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3a = c3a.blend(bound, c3a.compare(VectorOperators.LT, bound));
    c3a.blend(top, c3a.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep);
    c3b = c3b.add(bias1).add(FloatVector.fromArray(S, r, ro + 3 * rStep + L));
    c3b = c3b.blend(bound, c3b.compare(VectorOperators.LT, bound));
    c3b.blend(top, c3b.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep + L);
    c3c = c3c.add(bias2).add(FloatVector.fromArray(S, r, ro + 3 * rStep + 2 * L));
    c3c = c3c.blend(bound, c3c.compare(VectorOperators.LT, bound));
    c3c.blend(top, c3c.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep + 2 * L);
    c3d = c3d.add(bias3).add(FloatVector.fromArray(S, r, ro + 3 * rStep + 3 * L));
    c3d = c3d.blend(bound, c3d.compare(VectorOperators.LT, bound));
    c3d.blend(top, c3d.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep + 3 * L);
  }
}
