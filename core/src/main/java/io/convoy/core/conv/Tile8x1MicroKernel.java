package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 pixels × 1 vector of output channels, for processors of 32 registers.
 *
 * <p>8 accumulators + 1 of the right panel + 8 broadcasts = 17 registers.
 */
final class Tile8x1MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile8x1MicroKernel() {
    super(8, 1);
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
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + step);
    c2.intoArray(c, co + 2 * step);
    c3.intoArray(c, co + 3 * step);
    c4.intoArray(c, co + 4 * step);
    c5.intoArray(c, co + 5 * step);
    c6.intoArray(c, co + 6 * step);
    c7.intoArray(c, co + 7 * step);
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
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + step);
    c2.intoArray(c, co + 2 * step);
    c3.intoArray(c, co + 3 * step);
    c4.intoArray(c, co + 4 * step);
    c5.intoArray(c, co + 5 * step);
    c6.intoArray(c, co + 6 * step);
    c7.intoArray(c, co + 7 * step);
  }
}
