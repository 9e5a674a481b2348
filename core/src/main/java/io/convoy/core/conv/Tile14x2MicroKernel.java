package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 14 pixels × 2 vectors of output channels, for processors of 32 registers.
 *
 * <p>28 accumulators + 2 of the right panel + a broadcast at a time = 31 registers.
 */
final class Tile14x2MicroKernel extends FullTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile14x2MicroKernel() {
    super(14, 2);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c4b = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c5b = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c6b = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    FloatVector c7b = FloatVector.zero(S);
    FloatVector c8a = FloatVector.zero(S);
    FloatVector c8b = FloatVector.zero(S);
    FloatVector c9a = FloatVector.zero(S);
    FloatVector c9b = FloatVector.zero(S);
    FloatVector c10a = FloatVector.zero(S);
    FloatVector c10b = FloatVector.zero(S);
    FloatVector c11a = FloatVector.zero(S);
    FloatVector c11b = FloatVector.zero(S);
    FloatVector c12a = FloatVector.zero(S);
    FloatVector c12b = FloatVector.zero(S);
    FloatVector c13a = FloatVector.zero(S);
    FloatVector c13b = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, bo + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12a = a12.fma(b0, c12a);
      c12b = a12.fma(b1, c12b);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13a = a13.fma(b0, c13a);
      c13b = a13.fma(b1, c13b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
    c2a.intoArray(c, co + 2 * step);
    c2b.intoArray(c, co + 2 * step + L);
    c3a.intoArray(c, co + 3 * step);
    c3b.intoArray(c, co + 3 * step + L);
    c4a.intoArray(c, co + 4 * step);
    c4b.intoArray(c, co + 4 * step + L);
    c5a.intoArray(c, co + 5 * step);
    c5b.intoArray(c, co + 5 * step + L);
    c6a.intoArray(c, co + 6 * step);
    c6b.intoArray(c, co + 6 * step + L);
    c7a.intoArray(c, co + 7 * step);
    c7b.intoArray(c, co + 7 * step + L);
    c8a.intoArray(c, co + 8 * step);
    c8b.intoArray(c, co + 8 * step + L);
    c9a.intoArray(c, co + 9 * step);
    c9b.intoArray(c, co + 9 * step + L);
    c10a.intoArray(c, co + 10 * step);
    c10b.intoArray(c, co + 10 * step + L);
    c11a.intoArray(c, co + 11 * step);
    c11b.intoArray(c, co + 11 * step + L);
    c12a.intoArray(c, co + 12 * step);
    c12b.intoArray(c, co + 12 * step + L);
    c13a.intoArray(c, co + 13 * step);
    c13b.intoArray(c, co + 13 * step + L);
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
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c4b = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c5b = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c6b = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    FloatVector c7b = FloatVector.zero(S);
    FloatVector c8a = FloatVector.zero(S);
    FloatVector c8b = FloatVector.zero(S);
    FloatVector c9a = FloatVector.zero(S);
    FloatVector c9b = FloatVector.zero(S);
    FloatVector c10a = FloatVector.zero(S);
    FloatVector c10b = FloatVector.zero(S);
    FloatVector c11a = FloatVector.zero(S);
    FloatVector c11b = FloatVector.zero(S);
    FloatVector c12a = FloatVector.zero(S);
    FloatVector c12b = FloatVector.zero(S);
    FloatVector c13a = FloatVector.zero(S);
    FloatVector c13b = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, bo + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12a = a12.fma(b0, c12a);
      c12b = a12.fma(b1, c12b);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13a = a13.fma(b0, c13a);
      c13b = a13.fma(b1, c13b);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0);
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(c, co);
    c0b = c0b.add(bias1);
    c0b.blend(bound, c0b.compare(VectorOperators.LT, bound)).intoArray(c, co + L);
    c1a = c1a.add(bias0);
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(c, co + step);
    c1b = c1b.add(bias1);
    c1b.blend(bound, c1b.compare(VectorOperators.LT, bound)).intoArray(c, co + step + L);
    c2a = c2a.add(bias0);
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step);
    c2b = c2b.add(bias1);
    c2b.blend(bound, c2b.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step + L);
    c3a = c3a.add(bias0);
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step);
    c3b = c3b.add(bias1);
    c3b.blend(bound, c3b.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step + L);
    c4a = c4a.add(bias0);
    c4a.blend(bound, c4a.compare(VectorOperators.LT, bound)).intoArray(c, co + 4 * step);
    c4b = c4b.add(bias1);
    c4b.blend(bound, c4b.compare(VectorOperators.LT, bound)).intoArray(c, co + 4 * step + L);
    c5a = c5a.add(bias0);
    c5a.blend(bound, c5a.compare(VectorOperators.LT, bound)).intoArray(c, co + 5 * step);
    c5b = c5b.add(bias1);
    c5b.blend(bound, c5b.compare(VectorOperators.LT, bound)).intoArray(c, co + 5 * step + L);
    c6a = c6a.add(bias0);
    c6a.blend(bound, c6a.compare(VectorOperators.LT, bound)).intoArray(c, co + 6 * step);
    c6b = c6b.add(bias1);
    c6b.blend(bound, c6b.compare(VectorOperators.LT, bound)).intoArray(c, co + 6 * step + L);
    c7a = c7a.add(bias0);
    c7a.blend(bound, c7a.compare(VectorOperators.LT, bound)).intoArray(c, co + 7 * step);
    c7b = c7b.add(bias1);
    c7b.blend(bound, c7b.compare(VectorOperators.LT, bound)).intoArray(c, co + 7 * step + L);
    c8a = c8a.add(bias0);
    c8a.blend(bound, c8a.compare(VectorOperators.LT, bound)).intoArray(c, co + 8 * step);
    c8b = c8b.add(bias1);
    c8b.blend(bound, c8b.compare(VectorOperators.LT, bound)).intoArray(c, co + 8 * step + L);
    c9a = c9a.add(bias0);
    c9a.blend(bound, c9a.compare(VectorOperators.LT, bound)).intoArray(c, co + 9 * step);
    c9b = c9b.add(bias1);
    c9b.blend(bound, c9b.compare(VectorOperators.LT, bound)).intoArray(c, co + 9 * step + L);
    c10a = c10a.add(bias0);
    c10a.blend(bound, c10a.compare(VectorOperators.LT, bound)).intoArray(c, co + 10 * step);
    c10b = c10b.add(bias1);
    c10b.blend(bound, c10b.compare(VectorOperators.LT, bound)).intoArray(c, co + 10 * step + L);
    c11a = c11a.add(bias0);
    c11a.blend(bound, c11a.compare(VectorOperators.LT, bound)).intoArray(c, co + 11 * step);
    c11b = c11b.add(bias1);
    c11b.blend(bound, c11b.compare(VectorOperators.LT, bound)).intoArray(c, co + 11 * step + L);
    c12a = c12a.add(bias0);
    c12a.blend(bound, c12a.compare(VectorOperators.LT, bound)).intoArray(c, co + 12 * step);
    c12b = c12b.add(bias1);
    c12b.blend(bound, c12b.compare(VectorOperators.LT, bound)).intoArray(c, co + 12 * step + L);
    c13a = c13a.add(bias0);
    c13a.blend(bound, c13a.compare(VectorOperators.LT, bound)).intoArray(c, co + 13 * step);
    c13b = c13b.add(bias1);
    c13b.blend(bound, c13b.compare(VectorOperators.LT, bound)).intoArray(c, co + 13 * step + L);
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
    FloatVector c0a = FloatVector.fromArray(S, start, so);
    FloatVector c0b = FloatVector.fromArray(S, start, so + L);
    FloatVector c1a = FloatVector.fromArray(S, start, so + startStep);
    FloatVector c1b = FloatVector.fromArray(S, start, so + startStep + L);
    FloatVector c2a = FloatVector.fromArray(S, start, so + 2 * startStep);
    FloatVector c2b = FloatVector.fromArray(S, start, so + 2 * startStep + L);
    FloatVector c3a = FloatVector.fromArray(S, start, so + 3 * startStep);
    FloatVector c3b = FloatVector.fromArray(S, start, so + 3 * startStep + L);
    FloatVector c4a = FloatVector.fromArray(S, start, so + 4 * startStep);
    FloatVector c4b = FloatVector.fromArray(S, start, so + 4 * startStep + L);
    FloatVector c5a = FloatVector.fromArray(S, start, so + 5 * startStep);
    FloatVector c5b = FloatVector.fromArray(S, start, so + 5 * startStep + L);
    FloatVector c6a = FloatVector.fromArray(S, start, so + 6 * startStep);
    FloatVector c6b = FloatVector.fromArray(S, start, so + 6 * startStep + L);
    FloatVector c7a = FloatVector.fromArray(S, start, so + 7 * startStep);
    FloatVector c7b = FloatVector.fromArray(S, start, so + 7 * startStep + L);
    FloatVector c8a = FloatVector.fromArray(S, start, so + 8 * startStep);
    FloatVector c8b = FloatVector.fromArray(S, start, so + 8 * startStep + L);
    FloatVector c9a = FloatVector.fromArray(S, start, so + 9 * startStep);
    FloatVector c9b = FloatVector.fromArray(S, start, so + 9 * startStep + L);
    FloatVector c10a = FloatVector.fromArray(S, start, so + 10 * startStep);
    FloatVector c10b = FloatVector.fromArray(S, start, so + 10 * startStep + L);
    FloatVector c11a = FloatVector.fromArray(S, start, so + 11 * startStep);
    FloatVector c11b = FloatVector.fromArray(S, start, so + 11 * startStep + L);
    FloatVector c12a = FloatVector.fromArray(S, start, so + 12 * startStep);
    FloatVector c12b = FloatVector.fromArray(S, start, so + 12 * startStep + L);
    FloatVector c13a = FloatVector.fromArray(S, start, so + 13 * startStep);
    FloatVector c13b = FloatVector.fromArray(S, start, so + 13 * startStep + L);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, bo + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c12a = a12.fma(b0, c12a);
      c12b = a12.fma(b1, c12b);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 14 * W]);
      c13a = a13.fma(b0, c13a);
      c13b = a13.fma(b1, c13b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
    c2a.intoArray(c, co + 2 * step);
    c2b.intoArray(c, co + 2 * step + L);
    c3a.intoArray(c, co + 3 * step);
    c3b.intoArray(c, co + 3 * step + L);
    c4a.intoArray(c, co + 4 * step);
    c4b.intoArray(c, co + 4 * step + L);
    c5a.intoArray(c, co + 5 * step);
    c5b.intoArray(c, co + 5 * step + L);
    c6a.intoArray(c, co + 6 * step);
    c6b.intoArray(c, co + 6 * step + L);
    c7a.intoArray(c, co + 7 * step);
    c7b.intoArray(c, co + 7 * step + L);
    c8a.intoArray(c, co + 8 * step);
    c8b.intoArray(c, co + 8 * step + L);
    c9a.intoArray(c, co + 9 * step);
    c9b.intoArray(c, co + 9 * step + L);
    c10a.intoArray(c, co + 10 * step);
    c10b.intoArray(c, co + 10 * step + L);
    c11a.intoArray(c, co + 11 * step);
    c11b.intoArray(c, co + 11 * step + L);
    c12a.intoArray(c, co + 12 * step);
    c12b.intoArray(c, co + 12 * step + L);
    c13a.intoArray(c, co + 13 * step);
    c13b.intoArray(c, co + 13 * step + L);
  }
}
