package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 7 pixels × one vector of output channels of several groups, of 2, 4, 8… channels each.
 *
 * <p>What a vector needs for a step of the reduction is one input channel of each of its groups, in
 * all lanes of that group. It is permuted from the vector of the pixel's input channels, two steps
 * a turn: there the first and the second channel of each group are always wanted, for a turn later
 * what is read starts two channels further on.
 *
 * <pre>
 * groups of four, channels of the pixel:    0  1  2  3   4  5  6  7   …
 * first turn of a tap:                      0  0  0  0   4  4  4  4   …  then  1  1  1  1   5 …
 * second, reading from channel 2:           2  2  2  2   6  6  6  6   …  then  3  3  3  3   7 …
 * </pre>
 *
 * <p>The permutations are the same in all turns, so the compiler checks and unpacks them once a
 * tile; chosen step by step that would cost as much as the products. A permutation for each product
 * keeps the tile at three quarters of the peak at best, where the processor does one and a half of
 * them a cycle, both kinds together.
 *
 * <p>7 accumulators + 2 of weights + 2 permutations + 1 permuted + 1 of inputs = 13 registers.
 */
final class SmallGroupMicroKernel extends PlaneTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  private final VectorShuffle<Float> firsts;
  private final VectorShuffle<Float> seconds;

  /**
   * @param channels of a group, an even divisor of the lanes
   */
  SmallGroupMicroKernel(int channels) {
    super(true);
    this.firsts = VectorShuffle.fromOp(S, lane -> lane / channels * channels);
    this.seconds = VectorShuffle.fromOp(S, lane -> lane / channels * channels + 1);
  }

  @Override
  void tile(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    VectorShuffle<Float> a = firsts;
    VectorShuffle<Float> b = seconds;
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int k = 0; k < steps; k += 2) {
      FloatVector v = FloatVector.fromArray(S, weights, wo + k * L);
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * L + L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.fromArray(S, rows, i);
      c0 = x0.rearrange(b).fma(w, x0.rearrange(a).fma(v, c0));
      FloatVector x1 = FloatVector.fromArray(S, rows, i + W);
      c1 = x1.rearrange(b).fma(w, x1.rearrange(a).fma(v, c1));
      FloatVector x2 = FloatVector.fromArray(S, rows, i + 2 * W);
      c2 = x2.rearrange(b).fma(w, x2.rearrange(a).fma(v, c2));
      FloatVector x3 = FloatVector.fromArray(S, rows, i + 3 * W);
      c3 = x3.rearrange(b).fma(w, x3.rearrange(a).fma(v, c3));
      FloatVector x4 = FloatVector.fromArray(S, rows, i + 4 * W);
      c4 = x4.rearrange(b).fma(w, x4.rearrange(a).fma(v, c4));
      FloatVector x5 = FloatVector.fromArray(S, rows, i + 5 * W);
      c5 = x5.rearrange(b).fma(w, x5.rearrange(a).fma(v, c5));
      FloatVector x6 = FloatVector.fromArray(S, rows, i + 6 * W);
      c6 = x6.rearrange(b).fma(w, x6.rearrange(a).fma(v, c6));
    }
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0 = c0.add(added);
    c0.blend(bound, c0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c1 = c1.add(added);
    c1.blend(bound, c1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c2 = c2.add(added);
    c2.blend(bound, c2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c3 = c3.add(added);
    c3.blend(bound, c3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c4 = c4.add(added);
    c4.blend(bound, c4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    c5 = c5.add(added);
    c5.blend(bound, c5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    c6 = c6.add(added);
    c6.blend(bound, c6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }
}
