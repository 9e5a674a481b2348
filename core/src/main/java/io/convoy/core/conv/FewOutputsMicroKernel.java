package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four vectors of neighbouring pixels of one output channel, from rows of planes.
 *
 * <p>4 accumulators + 1 weight in all lanes + 1 of pixels = 6 registers: as many sums as an FMA
 * takes cycles, and the loads, most of which cross a cache line, take as long as the products.
 */
final class FewOutputsMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /** Pixels of a tile. */
  static final int PIXELS = 4 * L;

  private FewOutputsMicroKernel() {}

  /**
   * Computes a tile: products, bias, bounds.
   *
   * @param rows the first pixel's first number lies at {@code at}, and what step k reads {@code
   *     offsets[k]} behind it
   * @param weights one number a step, from {@code wo}
   * @param y takes the tile, from {@code yo}
   */
  static void run(
      float[] rows,
      int at,
      int[] offsets,
      float[] weights,
      int wo,
      float bias,
      float low,
      float high,
      float[] y,
      int yo) {
    FloatVector a = FloatVector.zero(S);
    FloatVector b = FloatVector.zero(S);
    FloatVector c = FloatVector.zero(S);
    FloatVector d = FloatVector.zero(S);
    for (int k = 0; k < offsets.length; k++) {
      FloatVector w = FloatVector.broadcast(S, weights[wo + k]);
      int x = at + offsets[k];
      a = FloatVector.fromArray(S, rows, x).fma(w, a);
      b = FloatVector.fromArray(S, rows, x + L).fma(w, b);
      c = FloatVector.fromArray(S, rows, x + 2 * L).fma(w, c);
      d = FloatVector.fromArray(S, rows, x + 3 * L).fma(w, d);
    }
    FloatVector least = FloatVector.broadcast(S, low);
    FloatVector most = FloatVector.broadcast(S, high);
    a = a.add(bias);
    a = a.blend(least, a.compare(VectorOperators.LT, least));
    a.blend(most, a.compare(VectorOperators.GT, most)).intoArray(y, yo);
    b = b.add(bias);
    b = b.blend(least, b.compare(VectorOperators.LT, least));
    b.blend(most, b.compare(VectorOperators.GT, most)).intoArray(y, yo + L);
    c = c.add(bias);
    c = c.blend(least, c.compare(VectorOperators.LT, least));
    c.blend(most, c.compare(VectorOperators.GT, most)).intoArray(y, yo + 2 * L);
    d = d.add(bias);
    d = d.blend(least, d.compare(VectorOperators.LT, least));
    d.blend(most, d.compare(VectorOperators.GT, most)).intoArray(y, yo + 3 * L);
  }
}
