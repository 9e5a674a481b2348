package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 2 pixels × 1 vector of output channels, for the last pixels.
 *
 * <p>2 accumulators + 1 of the right panel + 2 broadcasts = 5 registers.
 */
final class Tile2x1MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile2x1MicroKernel() {
    super(2, 1);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * L;
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
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
    int end = ao + k;
    int row = bo - ao * L;
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
  }
}
