package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 2 pixels × 2 vectors of output channels, for the last pixels.
 *
 * <p>4 accumulators + 2 of the right panel + 2 broadcasts = 8 registers.
 */
final class Tile2x2MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile2x2MicroKernel() {
    super(2, 2);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * (2 * L);
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, row + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
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
    int end = ao + k;
    int row = bo - ao * (2 * L);
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, row + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
  }
}
