package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 14 pixels × 1 vector of output channels, for processors of 16 registers.
 *
 * <p>14 accumulators + 1 of the right panel + 1 broadcast = 16 registers.
 */
final class Tile14x1MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile14x1MicroKernel() {
    super(14, 1);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    FloatVector c8a = FloatVector.zero(S);
    FloatVector c9a = FloatVector.zero(S);
    FloatVector c10a = FloatVector.zero(S);
    FloatVector c11a = FloatVector.zero(S);
    FloatVector c12a = FloatVector.zero(S);
    FloatVector c13a = FloatVector.zero(S);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c3a = a3.fma(b0, c3a);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c4a = a4.fma(b0, c4a);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c5a = a5.fma(b0, c5a);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c6a = a6.fma(b0, c6a);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c7a = a7.fma(b0, c7a);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c8a = a8.fma(b0, c8a);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c9a = a9.fma(b0, c9a);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c10a = a10.fma(b0, c10a);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c11a = a11.fma(b0, c11a);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c12a = a12.fma(b0, c12a);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c13a = a13.fma(b0, c13a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
    c2a.intoArray(c, co + 2 * step);
    c3a.intoArray(c, co + 3 * step);
    c4a.intoArray(c, co + 4 * step);
    c5a.intoArray(c, co + 5 * step);
    c6a.intoArray(c, co + 6 * step);
    c7a.intoArray(c, co + 7 * step);
    c8a.intoArray(c, co + 8 * step);
    c9a.intoArray(c, co + 9 * step);
    c10a.intoArray(c, co + 10 * step);
    c11a.intoArray(c, co + 11 * step);
    c12a.intoArray(c, co + 12 * step);
    c13a.intoArray(c, co + 13 * step);
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
    FloatVector c1a = FloatVector.fromArray(S, start, so + startStep);
    FloatVector c2a = FloatVector.fromArray(S, start, so + 2 * startStep);
    FloatVector c3a = FloatVector.fromArray(S, start, so + 3 * startStep);
    FloatVector c4a = FloatVector.fromArray(S, start, so + 4 * startStep);
    FloatVector c5a = FloatVector.fromArray(S, start, so + 5 * startStep);
    FloatVector c6a = FloatVector.fromArray(S, start, so + 6 * startStep);
    FloatVector c7a = FloatVector.fromArray(S, start, so + 7 * startStep);
    FloatVector c8a = FloatVector.fromArray(S, start, so + 8 * startStep);
    FloatVector c9a = FloatVector.fromArray(S, start, so + 9 * startStep);
    FloatVector c10a = FloatVector.fromArray(S, start, so + 10 * startStep);
    FloatVector c11a = FloatVector.fromArray(S, start, so + 11 * startStep);
    FloatVector c12a = FloatVector.fromArray(S, start, so + 12 * startStep);
    FloatVector c13a = FloatVector.fromArray(S, start, so + 13 * startStep);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c3a = a3.fma(b0, c3a);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c4a = a4.fma(b0, c4a);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c5a = a5.fma(b0, c5a);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c6a = a6.fma(b0, c6a);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c7a = a7.fma(b0, c7a);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c8a = a8.fma(b0, c8a);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c9a = a9.fma(b0, c9a);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c10a = a10.fma(b0, c10a);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c11a = a11.fma(b0, c11a);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c12a = a12.fma(b0, c12a);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c13a = a13.fma(b0, c13a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
    c2a.intoArray(c, co + 2 * step);
    c3a.intoArray(c, co + 3 * step);
    c4a.intoArray(c, co + 4 * step);
    c5a.intoArray(c, co + 5 * step);
    c6a.intoArray(c, co + 6 * step);
    c7a.intoArray(c, co + 7 * step);
    c8a.intoArray(c, co + 8 * step);
    c9a.intoArray(c, co + 9 * step);
    c10a.intoArray(c, co + 10 * step);
    c11a.intoArray(c, co + 11 * step);
    c12a.intoArray(c, co + 12 * step);
    c13a.intoArray(c, co + 13 * step);
  }
}
