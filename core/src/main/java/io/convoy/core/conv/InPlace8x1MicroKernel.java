package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 pixels × 1 vector of output channels, two steps of the reduction a turn.
 *
 * <p>8 accumulators + twice 1 of the right panel and 8 broadcasts = 26 registers.
 */
final class InPlace8x1MicroKernel extends InPlaceMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  @Override
  int pixels() {
    return 8;
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
    int x4 = xo + 4 * xStep;
    int x5 = xo + 5 * xStep;
    int x6 = xo + 6 * xStep;
    int x7 = xo + 7 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      FloatVector a4y = FloatVector.broadcast(S, x[x4 + i + 1]);
      c4a = a4y.fma(b0y, c4a);
      FloatVector a5y = FloatVector.broadcast(S, x[x5 + i + 1]);
      c5a = a5y.fma(b0y, c5a);
      FloatVector a6y = FloatVector.broadcast(S, x[x6 + i + 1]);
      c6a = a6y.fma(b0y, c6a);
      FloatVector a7y = FloatVector.broadcast(S, x[x7 + i + 1]);
      c7a = a7y.fma(b0y, c7a);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
    }
    c0a.intoArray(y, yo);
    c1a.intoArray(y, yo + yStep);
    c2a.intoArray(y, yo + 2 * yStep);
    c3a.intoArray(y, yo + 3 * yStep);
    c4a.intoArray(y, yo + 4 * yStep);
    c5a.intoArray(y, yo + 5 * yStep);
    c6a.intoArray(y, yo + 6 * yStep);
    c7a.intoArray(y, yo + 7 * yStep);
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
    int x4 = xo + 4 * xStep;
    int x5 = xo + 5 * xStep;
    int x6 = xo + 6 * xStep;
    int x7 = xo + 7 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      FloatVector a4y = FloatVector.broadcast(S, x[x4 + i + 1]);
      c4a = a4y.fma(b0y, c4a);
      FloatVector a5y = FloatVector.broadcast(S, x[x5 + i + 1]);
      c5a = a5y.fma(b0y, c5a);
      FloatVector a6y = FloatVector.broadcast(S, x[x6 + i + 1]);
      c6a = a6y.fma(b0y, c6a);
      FloatVector a7y = FloatVector.broadcast(S, x[x7 + i + 1]);
      c7a = a7y.fma(b0y, c7a);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
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
    c4a = c4a.add(bias0).add(FloatVector.fromArray(S, r, ro + 4 * rStep));
    c4a.blend(bound, c4a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    c5a = c5a.add(bias0).add(FloatVector.fromArray(S, r, ro + 5 * rStep));
    c5a.blend(bound, c5a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    c6a = c6a.add(bias0).add(FloatVector.fromArray(S, r, ro + 6 * rStep));
    c6a.blend(bound, c6a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
    c7a = c7a.add(bias0).add(FloatVector.fromArray(S, r, ro + 7 * rStep));
    c7a.blend(bound, c7a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 7 * yStep);
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
    int x4 = xo + 4 * xStep;
    int x5 = xo + 5 * xStep;
    int x6 = xo + 6 * xStep;
    int x7 = xo + 7 * xStep;
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
      FloatVector b0y = FloatVector.fromArray(S, w, wo + i * L + L);
      FloatVector a0y = FloatVector.broadcast(S, x[xo + i + 1]);
      c0a = a0y.fma(b0y, c0a);
      FloatVector a1y = FloatVector.broadcast(S, x[x1 + i + 1]);
      c1a = a1y.fma(b0y, c1a);
      FloatVector a2y = FloatVector.broadcast(S, x[x2 + i + 1]);
      c2a = a2y.fma(b0y, c2a);
      FloatVector a3y = FloatVector.broadcast(S, x[x3 + i + 1]);
      c3a = a3y.fma(b0y, c3a);
      FloatVector a4y = FloatVector.broadcast(S, x[x4 + i + 1]);
      c4a = a4y.fma(b0y, c4a);
      FloatVector a5y = FloatVector.broadcast(S, x[x5 + i + 1]);
      c5a = a5y.fma(b0y, c5a);
      FloatVector a6y = FloatVector.broadcast(S, x[x6 + i + 1]);
      c6a = a6y.fma(b0y, c6a);
      FloatVector a7y = FloatVector.broadcast(S, x[x7 + i + 1]);
      c7a = a7y.fma(b0y, c7a);
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
      FloatVector a4x = FloatVector.broadcast(S, x[x4 + i]);
      c4a = a4x.fma(b0x, c4a);
      FloatVector a5x = FloatVector.broadcast(S, x[x5 + i]);
      c5a = a5x.fma(b0x, c5a);
      FloatVector a6x = FloatVector.broadcast(S, x[x6 + i]);
      c6a = a6x.fma(b0x, c6a);
      FloatVector a7x = FloatVector.broadcast(S, x[x7 + i]);
      c7a = a7x.fma(b0x, c7a);
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
    c4a = c4a.add(bias0).add(FloatVector.fromArray(S, r, ro + 4 * rStep));
    c4a = c4a.blend(bound, c4a.compare(VectorOperators.LT, bound));
    c4a.blend(top, c4a.compare(VectorOperators.GT, top)).intoArray(y, yo + 4 * yStep);
    c5a = c5a.add(bias0).add(FloatVector.fromArray(S, r, ro + 5 * rStep));
    c5a = c5a.blend(bound, c5a.compare(VectorOperators.LT, bound));
    c5a.blend(top, c5a.compare(VectorOperators.GT, top)).intoArray(y, yo + 5 * yStep);
    c6a = c6a.add(bias0).add(FloatVector.fromArray(S, r, ro + 6 * rStep));
    c6a = c6a.blend(bound, c6a.compare(VectorOperators.LT, bound));
    c6a.blend(top, c6a.compare(VectorOperators.GT, top)).intoArray(y, yo + 6 * yStep);
    c7a = c7a.add(bias0).add(FloatVector.fromArray(S, r, ro + 7 * rStep));
    c7a = c7a.blend(bound, c7a.compare(VectorOperators.LT, bound));
    c7a.blend(top, c7a.compare(VectorOperators.GT, top)).intoArray(y, yo + 7 * yStep);
  }
}
