package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 pixels × 2 vectors of output channels, for processors of 32 registers.
 *
 * <p>16 accumulators + 2 of the right panel + 8 broadcasts = 26 registers.
 */
final class Tile8x2MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile8x2MicroKernel() {
    super(8, 2);
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
  }
}
