package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One register tile of a convolution whose lanes do not mix: some pixels of a row × one vector of
 * channels, over the whole reduction. Every step reads one vector of weights and, for each pixel,
 * one vector of inputs, which lie next to each other whatever the stride ({@link LanePacking}).
 *
 * <p>Each accumulator loads its start by itself: were it one vector for all, the compiler would
 * keep an object for each.
 *
 * <p>{@value #PIXELS} accumulators + 1 of weights = 15 registers, which every processor has; the
 * inputs are memory operands, so the loads, two a cycle, set the pace.
 */
final class LaneMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /** Pixels of a full tile. */
  static final int PIXELS = 14;

  /** Pixels of the tile for the end of a row that needs no more. */
  static final int HALF = 7;

  private LaneMicroKernel() {}

  /**
   * Sums up a full tile.
   *
   * @param lanes the packed rows; the first pixel's input of step k is at {@code at + offsets[k]}
   * @param weights a vector a step, from {@code wo}
   * @param bias what the sums start from, one number a lane, from {@code bo}
   * @param sums a vector a pixel, from {@code so}
   */
  static void full(
      float[] lanes,
      int at,
      int[] offsets,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int bo,
      float[] sums,
      int so) {
    FloatVector c0 = FloatVector.fromArray(S, bias, bo);
    FloatVector c1 = FloatVector.fromArray(S, bias, bo);
    FloatVector c2 = FloatVector.fromArray(S, bias, bo);
    FloatVector c3 = FloatVector.fromArray(S, bias, bo);
    FloatVector c4 = FloatVector.fromArray(S, bias, bo);
    FloatVector c5 = FloatVector.fromArray(S, bias, bo);
    FloatVector c6 = FloatVector.fromArray(S, bias, bo);
    FloatVector c7 = FloatVector.fromArray(S, bias, bo);
    FloatVector c8 = FloatVector.fromArray(S, bias, bo);
    FloatVector c9 = FloatVector.fromArray(S, bias, bo);
    FloatVector c10 = FloatVector.fromArray(S, bias, bo);
    FloatVector c11 = FloatVector.fromArray(S, bias, bo);
    FloatVector c12 = FloatVector.fromArray(S, bias, bo);
    FloatVector c13 = FloatVector.fromArray(S, bias, bo);
    for (int k = 0; k < steps; k++) {
      int x = at + offsets[k];
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * L);
      c0 = FloatVector.fromArray(S, lanes, x).fma(w, c0);
      c1 = FloatVector.fromArray(S, lanes, x + L).fma(w, c1);
      c2 = FloatVector.fromArray(S, lanes, x + 2 * L).fma(w, c2);
      c3 = FloatVector.fromArray(S, lanes, x + 3 * L).fma(w, c3);
      c4 = FloatVector.fromArray(S, lanes, x + 4 * L).fma(w, c4);
      c5 = FloatVector.fromArray(S, lanes, x + 5 * L).fma(w, c5);
      c6 = FloatVector.fromArray(S, lanes, x + 6 * L).fma(w, c6);
      c7 = FloatVector.fromArray(S, lanes, x + 7 * L).fma(w, c7);
      c8 = FloatVector.fromArray(S, lanes, x + 8 * L).fma(w, c8);
      c9 = FloatVector.fromArray(S, lanes, x + 9 * L).fma(w, c9);
      c10 = FloatVector.fromArray(S, lanes, x + 10 * L).fma(w, c10);
      c11 = FloatVector.fromArray(S, lanes, x + 11 * L).fma(w, c11);
      c12 = FloatVector.fromArray(S, lanes, x + 12 * L).fma(w, c12);
      c13 = FloatVector.fromArray(S, lanes, x + 13 * L).fma(w, c13);
    }
    c0.intoArray(sums, so);
    c1.intoArray(sums, so + L);
    c2.intoArray(sums, so + 2 * L);
    c3.intoArray(sums, so + 3 * L);
    c4.intoArray(sums, so + 4 * L);
    c5.intoArray(sums, so + 5 * L);
    c6.intoArray(sums, so + 6 * L);
    c7.intoArray(sums, so + 7 * L);
    c8.intoArray(sums, so + 8 * L);
    c9.intoArray(sums, so + 9 * L);
    c10.intoArray(sums, so + 10 * L);
    c11.intoArray(sums, so + 11 * L);
    c12.intoArray(sums, so + 12 * L);
    c13.intoArray(sums, so + 13 * L);
  }

  /** Sums up half a tile; parameters as for {@link #full}. */
  static void half(
      float[] lanes,
      int at,
      int[] offsets,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int bo,
      float[] sums,
      int so) {
    FloatVector c0 = FloatVector.fromArray(S, bias, bo);
    FloatVector c1 = FloatVector.fromArray(S, bias, bo);
    FloatVector c2 = FloatVector.fromArray(S, bias, bo);
    FloatVector c3 = FloatVector.fromArray(S, bias, bo);
    FloatVector c4 = FloatVector.fromArray(S, bias, bo);
    FloatVector c5 = FloatVector.fromArray(S, bias, bo);
    FloatVector c6 = FloatVector.fromArray(S, bias, bo);
    for (int k = 0; k < steps; k++) {
      int x = at + offsets[k];
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * L);
      c0 = FloatVector.fromArray(S, lanes, x).fma(w, c0);
      c1 = FloatVector.fromArray(S, lanes, x + L).fma(w, c1);
      c2 = FloatVector.fromArray(S, lanes, x + 2 * L).fma(w, c2);
      c3 = FloatVector.fromArray(S, lanes, x + 3 * L).fma(w, c3);
      c4 = FloatVector.fromArray(S, lanes, x + 4 * L).fma(w, c4);
      c5 = FloatVector.fromArray(S, lanes, x + 5 * L).fma(w, c5);
      c6 = FloatVector.fromArray(S, lanes, x + 6 * L).fma(w, c6);
    }
    c0.intoArray(sums, so);
    c1.intoArray(sums, so + L);
    c2.intoArray(sums, so + 2 * L);
    c3.intoArray(sums, so + 3 * L);
    c4.intoArray(sums, so + 4 * L);
    c5.intoArray(sums, so + 5 * L);
    c6.intoArray(sums, so + 6 * L);
  }
}
