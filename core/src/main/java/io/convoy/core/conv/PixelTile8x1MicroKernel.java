package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 pixels × 1 vector of output channels.
 *
 * <p>8 accumulators + 1 of the right panel + 8 broadcasts = 17 registers.
 */
final class PixelTile8x1MicroKernel extends PixelMicroKernel {
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
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    for (int k = 0; k < offsets.length; k++) {
      FloatVector b0 = FloatVector.fromArray(S, panel, po + k * L);
      int x = at + offsets[k];
      FloatVector a0 = FloatVector.broadcast(S, rows[x]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, rows[x + W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, rows[x + 2 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, rows[x + 3 * W]);
      c3a = a3.fma(b0, c3a);
      FloatVector a4 = FloatVector.broadcast(S, rows[x + 4 * W]);
      c4a = a4.fma(b0, c4a);
      FloatVector a5 = FloatVector.broadcast(S, rows[x + 5 * W]);
      c5a = a5.fma(b0, c5a);
      FloatVector a6 = FloatVector.broadcast(S, rows[x + 6 * W]);
      c6a = a6.fma(b0, c6a);
      FloatVector a7 = FloatVector.broadcast(S, rows[x + 7 * W]);
      c7a = a7.fma(b0, c7a);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0);
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c1a = c1a.add(bias0);
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c2a = c2a.add(bias0);
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c3a = c3a.add(bias0);
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c4a = c4a.add(bias0);
    c4a.blend(bound, c4a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    c5a = c5a.add(bias0);
    c5a.blend(bound, c5a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    c6a = c6a.add(bias0);
    c6a.blend(bound, c6a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
    c7a = c7a.add(bias0);
    c7a.blend(bound, c7a.compare(VectorOperators.LT, bound)).intoArray(y, yo + 7 * yStep);
  }
}
