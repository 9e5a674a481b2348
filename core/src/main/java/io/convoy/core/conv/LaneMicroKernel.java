package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One register tile of a convolution whose lanes do not mix: some pixels of a row × one vector of
 * channels, over the whole reduction. Every step reads one vector of weights and, for each pixel,
 * one vector of inputs.
 *
 * <p>{@value #PIXELS} accumulators + 1 of weights = 8 registers, which every processor has; the
 * inputs are memory operands, {@value #PIXELS} index registers apart, which is as many as there are
 * to spare.
 */
final class LaneMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /** Pixels of a tile. */
  static final int PIXELS = 7;

  private LaneMicroKernel() {}

  /**
   * Sums up a tile.
   *
   * @param lanes the packed rows; the first pixel's input of step k is at {@code at + offsets[k]},
   *     the next pixel's {@code step} further
   * @param weights a vector a step, from {@code wo}
   * @param sums where they go, a vector a pixel, from {@code so}, {@code sumStep} apart
   */
  static void run(
      float[] lanes,
      int at,
      int step,
      int[] offsets,
      int steps,
      float[] weights,
      int wo,
      float[] sums,
      int so,
      int sumStep) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int k = 0; k < steps; k++) {
      int x = at + offsets[k];
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * L);
      c0 = FloatVector.fromArray(S, lanes, x).fma(w, c0);
      c1 = FloatVector.fromArray(S, lanes, x + step).fma(w, c1);
      c2 = FloatVector.fromArray(S, lanes, x + 2 * step).fma(w, c2);
      c3 = FloatVector.fromArray(S, lanes, x + 3 * step).fma(w, c3);
      c4 = FloatVector.fromArray(S, lanes, x + 4 * step).fma(w, c4);
      c5 = FloatVector.fromArray(S, lanes, x + 5 * step).fma(w, c5);
      c6 = FloatVector.fromArray(S, lanes, x + 6 * step).fma(w, c6);
    }
    c0.intoArray(sums, so);
    c1.intoArray(sums, so + sumStep);
    c2.intoArray(sums, so + 2 * sumStep);
    c3.intoArray(sums, so + 3 * sumStep);
    c4.intoArray(sums, so + 4 * sumStep);
    c5.intoArray(sums, so + 5 * sumStep);
    c6.intoArray(sums, so + 6 * sumStep);
  }
}
