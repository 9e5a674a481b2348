package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 14 pixels × 1 vector of output channels, for processors of 32 registers.
 *
 * <p>14 accumulators + 1 of the right panel + 14 broadcasts = 29 registers.
 */
final class Tile14x1MicroKernel extends FullTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile14x1MicroKernel() {
    super(14, 1);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    FloatVector c7 = FloatVector.zero(S);
    FloatVector c8 = FloatVector.zero(S);
    FloatVector c9 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c12 = FloatVector.zero(S);
    FloatVector c13 = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7 = a7.fma(b0, c7);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8 = a8.fma(b0, c8);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9 = a9.fma(b0, c9);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10 = a10.fma(b0, c10);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11 = a11.fma(b0, c11);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12 = a12.fma(b0, c12);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13 = a13.fma(b0, c13);
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + step);
    c2.intoArray(c, co + 2 * step);
    c3.intoArray(c, co + 3 * step);
    c4.intoArray(c, co + 4 * step);
    c5.intoArray(c, co + 5 * step);
    c6.intoArray(c, co + 6 * step);
    c7.intoArray(c, co + 7 * step);
    c8.intoArray(c, co + 8 * step);
    c9.intoArray(c, co + 9 * step);
    c10.intoArray(c, co + 10 * step);
    c11.intoArray(c, co + 11 * step);
    c12.intoArray(c, co + 12 * step);
    c13.intoArray(c, co + 13 * step);
  }

  @Override
  void finish(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] bias,
      int oc,
      float low,
      float[] c,
      int co,
      int step) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    FloatVector c7 = FloatVector.zero(S);
    FloatVector c8 = FloatVector.zero(S);
    FloatVector c9 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c12 = FloatVector.zero(S);
    FloatVector c13 = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7 = a7.fma(b0, c7);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8 = a8.fma(b0, c8);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9 = a9.fma(b0, c9);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10 = a10.fma(b0, c10);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11 = a11.fma(b0, c11);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12 = a12.fma(b0, c12);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13 = a13.fma(b0, c13);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0 = c0.add(bias0);
    c0.blend(bound, c0.compare(VectorOperators.LT, bound)).intoArray(c, co);
    c1 = c1.add(bias0);
    c1.blend(bound, c1.compare(VectorOperators.LT, bound)).intoArray(c, co + step);
    c2 = c2.add(bias0);
    c2.blend(bound, c2.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step);
    c3 = c3.add(bias0);
    c3.blend(bound, c3.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step);
    c4 = c4.add(bias0);
    c4.blend(bound, c4.compare(VectorOperators.LT, bound)).intoArray(c, co + 4 * step);
    c5 = c5.add(bias0);
    c5.blend(bound, c5.compare(VectorOperators.LT, bound)).intoArray(c, co + 5 * step);
    c6 = c6.add(bias0);
    c6.blend(bound, c6.compare(VectorOperators.LT, bound)).intoArray(c, co + 6 * step);
    c7 = c7.add(bias0);
    c7.blend(bound, c7.compare(VectorOperators.LT, bound)).intoArray(c, co + 7 * step);
    c8 = c8.add(bias0);
    c8.blend(bound, c8.compare(VectorOperators.LT, bound)).intoArray(c, co + 8 * step);
    c9 = c9.add(bias0);
    c9.blend(bound, c9.compare(VectorOperators.LT, bound)).intoArray(c, co + 9 * step);
    c10 = c10.add(bias0);
    c10.blend(bound, c10.compare(VectorOperators.LT, bound)).intoArray(c, co + 10 * step);
    c11 = c11.add(bias0);
    c11.blend(bound, c11.compare(VectorOperators.LT, bound)).intoArray(c, co + 11 * step);
    c12 = c12.add(bias0);
    c12.blend(bound, c12.compare(VectorOperators.LT, bound)).intoArray(c, co + 12 * step);
    c13 = c13.add(bias0);
    c13.blend(bound, c13.compare(VectorOperators.LT, bound)).intoArray(c, co + 13 * step);
  }

  @Override
  void resume(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] start,
      int so,
      int startStep,
      float[] c,
      int co,
      int step) {
    FloatVector c0 = FloatVector.fromArray(S, start, so);
    FloatVector c1 = FloatVector.fromArray(S, start, so + startStep);
    FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * startStep);
    FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * startStep);
    FloatVector c4 = FloatVector.fromArray(S, start, so + 4 * startStep);
    FloatVector c5 = FloatVector.fromArray(S, start, so + 5 * startStep);
    FloatVector c6 = FloatVector.fromArray(S, start, so + 6 * startStep);
    FloatVector c7 = FloatVector.fromArray(S, start, so + 7 * startStep);
    FloatVector c8 = FloatVector.fromArray(S, start, so + 8 * startStep);
    FloatVector c9 = FloatVector.fromArray(S, start, so + 9 * startStep);
    FloatVector c10 = FloatVector.fromArray(S, start, so + 10 * startStep);
    FloatVector c11 = FloatVector.fromArray(S, start, so + 11 * startStep);
    FloatVector c12 = FloatVector.fromArray(S, start, so + 12 * startStep);
    FloatVector c13 = FloatVector.fromArray(S, start, so + 13 * startStep);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7 = a7.fma(b0, c7);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8 = a8.fma(b0, c8);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9 = a9.fma(b0, c9);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10 = a10.fma(b0, c10);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11 = a11.fma(b0, c11);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12 = a12.fma(b0, c12);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13 = a13.fma(b0, c13);
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + step);
    c2.intoArray(c, co + 2 * step);
    c3.intoArray(c, co + 3 * step);
    c4.intoArray(c, co + 4 * step);
    c5.intoArray(c, co + 5 * step);
    c6.intoArray(c, co + 6 * step);
    c7.intoArray(c, co + 7 * step);
    c8.intoArray(c, co + 8 * step);
    c9.intoArray(c, co + 9 * step);
    c10.intoArray(c, co + 10 * step);
    c11.intoArray(c, co + 11 * step);
    c12.intoArray(c, co + 12 * step);
    c13.intoArray(c, co + 13 * step);
  }
}
