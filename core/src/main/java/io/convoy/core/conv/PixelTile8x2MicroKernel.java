package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 pixels × 2 vectors of output channels.
 *
 * <p>16 accumulators + 2 of the right panel + 8 broadcasts = 26 registers.
 */
final class PixelTile8x2MicroKernel extends PixelMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PixelRows.WIDTH;

  @Override
  void run(
      float[] rows,
      int at,
      int[] offsets,
      float[] panel,
      int po,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
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
    for (int k = 0; k < offsets.length; k++) {
      FloatVector b0 = FloatVector.fromArray(S, panel, po + k * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, panel, po + k * (2 * L) + L);
      int x = at + offsets[k];
      FloatVector a0 = FloatVector.broadcast(S, rows[x]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, rows[x + W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, rows[x + 2 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, rows[x + 3 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      FloatVector a4 = FloatVector.broadcast(S, rows[x + 4 * W]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(S, rows[x + 5 * W]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(S, rows[x + 6 * W]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(S, rows[x + 7 * W]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0);
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c0b = c0b.add(bias1);
    c0b.blend(bound, c0b.compare(VectorOperators.LT, bound)).intoArray(y, yo + L);
    c1a = c1a.add(bias0);
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c1b = c1b.add(bias1);
    c1b.blend(bound, c1b.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep + L);
    c2a = c2a.add(bias0);
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c2b = c2b.add(bias1);
    c2b.blend(bound, c2b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep + L);
    c3a = c3a.add(bias0);
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c3b = c3b.add(bias1);
    c3b.blend(bound, c3b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep + L);
    c4a = c4a.add(bias0);
    c4a.blend(bound, c4a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    c4b = c4b.add(bias1);
    c4b.blend(bound, c4b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep + L);
    c5a = c5a.add(bias0);
    c5a.blend(bound, c5a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    c5b = c5b.add(bias1);
    c5b.blend(bound, c5b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep + L);
    c6a = c6a.add(bias0);
    c6a.blend(bound, c6a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
    c6b = c6b.add(bias1);
    c6b.blend(bound, c6b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep + L);
    c7a = c7a.add(bias0);
    c7a.blend(bound, c7a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 7 * yStep);
    c7b = c7b.add(bias1);
    c7b.blend(bound, c7b.compare(VectorOperators.LT, bound)).intoArray(y, yo + 7 * yStep + L);
  }
}
