package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 14 pixels × 2 vectors of output channels, for processors of 32 registers.
 *
 * <p>28 accumulators + 2 of the right panel + 1 broadcast = 31 registers.
 */
final class Tile14x2MicroKernel extends TileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile14x2MicroKernel() {
    super(14, 2);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] start, int so, float[] c, int co) {
    FloatVector c0a = FloatVector.fromArray(S, start, so);
    FloatVector c0b = FloatVector.fromArray(S, start, so + L);
    FloatVector c1a = FloatVector.fromArray(S, start, so + 2 * L);
    FloatVector c1b = FloatVector.fromArray(S, start, so + 3 * L);
    FloatVector c2a = FloatVector.fromArray(S, start, so + 4 * L);
    FloatVector c2b = FloatVector.fromArray(S, start, so + 5 * L);
    FloatVector c3a = FloatVector.fromArray(S, start, so + 6 * L);
    FloatVector c3b = FloatVector.fromArray(S, start, so + 7 * L);
    FloatVector c4a = FloatVector.fromArray(S, start, so + 8 * L);
    FloatVector c4b = FloatVector.fromArray(S, start, so + 9 * L);
    FloatVector c5a = FloatVector.fromArray(S, start, so + 10 * L);
    FloatVector c5b = FloatVector.fromArray(S, start, so + 11 * L);
    FloatVector c6a = FloatVector.fromArray(S, start, so + 12 * L);
    FloatVector c6b = FloatVector.fromArray(S, start, so + 13 * L);
    FloatVector c7a = FloatVector.fromArray(S, start, so + 14 * L);
    FloatVector c7b = FloatVector.fromArray(S, start, so + 15 * L);
    FloatVector c8a = FloatVector.fromArray(S, start, so + 16 * L);
    FloatVector c8b = FloatVector.fromArray(S, start, so + 17 * L);
    FloatVector c9a = FloatVector.fromArray(S, start, so + 18 * L);
    FloatVector c9b = FloatVector.fromArray(S, start, so + 19 * L);
    FloatVector c10a = FloatVector.fromArray(S, start, so + 20 * L);
    FloatVector c10b = FloatVector.fromArray(S, start, so + 21 * L);
    FloatVector c11a = FloatVector.fromArray(S, start, so + 22 * L);
    FloatVector c11b = FloatVector.fromArray(S, start, so + 23 * L);
    FloatVector c12a = FloatVector.fromArray(S, start, so + 24 * L);
    FloatVector c12b = FloatVector.fromArray(S, start, so + 25 * L);
    FloatVector c13a = FloatVector.fromArray(S, start, so + 26 * L);
    FloatVector c13b = FloatVector.fromArray(S, start, so + 27 * L);
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bo + i * 2 * L);
      FloatVector b1 = FloatVector.fromArray(S, b, bo + i * 2 * L + L);
      FloatVector a0 = FloatVector.broadcast(S, a[ao + i]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[ao + i + W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[ao + i + 2 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[ao + i + 3 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      FloatVector a4 = FloatVector.broadcast(S, a[ao + i + 4 * W]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(S, a[ao + i + 5 * W]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(S, a[ao + i + 6 * W]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(S, a[ao + i + 7 * W]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      FloatVector a8 = FloatVector.broadcast(S, a[ao + i + 8 * W]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      FloatVector a9 = FloatVector.broadcast(S, a[ao + i + 9 * W]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      FloatVector a10 = FloatVector.broadcast(S, a[ao + i + 10 * W]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      FloatVector a11 = FloatVector.broadcast(S, a[ao + i + 11 * W]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
      FloatVector a12 = FloatVector.broadcast(S, a[ao + i + 12 * W]);
      c12a = a12.fma(b0, c12a);
      c12b = a12.fma(b1, c12b);
      FloatVector a13 = FloatVector.broadcast(S, a[ao + i + 13 * W]);
      c13a = a13.fma(b0, c13a);
      c13b = a13.fma(b1, c13b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + 2 * L);
    c1b.intoArray(c, co + 3 * L);
    c2a.intoArray(c, co + 4 * L);
    c2b.intoArray(c, co + 5 * L);
    c3a.intoArray(c, co + 6 * L);
    c3b.intoArray(c, co + 7 * L);
    c4a.intoArray(c, co + 8 * L);
    c4b.intoArray(c, co + 9 * L);
    c5a.intoArray(c, co + 10 * L);
    c5b.intoArray(c, co + 11 * L);
    c6a.intoArray(c, co + 12 * L);
    c6b.intoArray(c, co + 13 * L);
    c7a.intoArray(c, co + 14 * L);
    c7b.intoArray(c, co + 15 * L);
    c8a.intoArray(c, co + 16 * L);
    c8b.intoArray(c, co + 17 * L);
    c9a.intoArray(c, co + 18 * L);
    c9b.intoArray(c, co + 19 * L);
    c10a.intoArray(c, co + 20 * L);
    c10b.intoArray(c, co + 21 * L);
    c11a.intoArray(c, co + 22 * L);
    c11b.intoArray(c, co + 23 * L);
    c12a.intoArray(c, co + 24 * L);
    c12b.intoArray(c, co + 25 * L);
    c13a.intoArray(c, co + 26 * L);
    c13b.intoArray(c, co + 27 * L);
  }
}
