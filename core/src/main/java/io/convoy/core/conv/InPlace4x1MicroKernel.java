package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 pixels × 1 vector of output channels, two steps of the reduction a turn.
 *
 * <p>4 accumulators + twice 1 of the right panel and 4 broadcasts = 14 registers.
 */
final class InPlace4x1MicroKernel extends InPlaceMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

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
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
    }
    c0a.intoArray(y, yo);
    c1a.intoArray(y, yo + yStep);
    c2a.intoArray(y, yo + 2 * yStep);
    c3a.intoArray(y, yo + 3 * yStep);
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
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
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
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    for (int i = 0; i < k - 1; i += 2) {
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
    }
    if ((k & 1) != 0) {
      int i = k - 1;
      FloatVector b0x = FloatVector.fromArray(S, w, wo + i * L);
      FloatVector a0x = FloatVector.broadcast(S, x[xo + i]);
      c0a = a0x.fma(b0x, c0a);
      FloatVector a1x = FloatVector.broadcast(S, x[x1 + i]);
      c1a = a1x.fma(b0x, c1a);
      FloatVector a2x = FloatVector.broadcast(S, x[x2 + i]);
      c2a = a2x.fma(b0x, c2a);
      FloatVector a3x = FloatVector.broadcast(S, x[x3 + i]);
      c3a = a3x.fma(b0x, c3a);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    FloatVector top = FloatVector.broadcast(S, high);
    c0a = c0a.add(bias0).add(FloatVector.fromArray(S, r, ro));
    c0a = c0a.blend(bound, c0a.compare(VectorOperators.LT, bound));
    c0a.blend(top, c0a.compare(VectorOperators.GT, top)).intoArray(y, yo);
    c1a = c1a.add(bias0).add(FloatVector.fromArray(S, r, ro + rStep));
    c1a = c1a.blend(bound, c1a.compare(VectorOperators.LT, bound));
    c1a.blend(top, c1a.compare(VectorOperators.GT, top)).intoArray(y, yo + yStep);
    c2a = c2a.add(bias0).add(FloatVector.fromArray(S, r, ro + 2 * rStep));
    c2a = c2a.blend(bound, c2a.compare(VectorOperators.LT, bound));
    c2a.blend(top, c2a.compare(VectorOperators.GT, top)).intoArray(y, yo + 2 * yStep);
    c3a = c3a.add(bias0).add(FloatVector.fromArray(S, r, ro + 3 * rStep));
    c3a = c3a.blend(bound, c3a.compare(VectorOperators.LT, bound));
    c3a.blend(top, c3a.compare(VectorOperators.GT, top)).intoArray(y, yo + 3 * yStep);
  }
}
