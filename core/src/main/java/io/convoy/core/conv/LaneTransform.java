package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Spreads the channels of a vector over the lanes that read them: a permutation for each vector of
 * output channels and each channel of the group.
 */
final class LaneTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /** Made once, not a run. */
  private final VectorShuffle<Float>[] shuffles;

  /**
   * @param lanes for each shuffle and lane the lane that is read; an index past the vector stands
   *     for a shuffle that is never asked for
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  LaneTransform(int[] lanes) {
    shuffles = new VectorShuffle[lanes.length / L];
    for (int i = 0; i < shuffles.length; i++) {
      int first = i * L;
      shuffles[i] = VectorShuffle.fromOp(S, lane -> Math.min(lanes[first + lane], L - 1));
    }
  }

  /** Copies the vectors of {@code count} pixels, their lanes permuted by shuffle {@code index}. */
  void permute(
      int index,
      float[] source,
      int from,
      int fromStep,
      float[] target,
      int to,
      int toStep,
      int count) {
    VectorShuffle<Float> shuffle = shuffles[index];
    for (int p = 0; p < count; p++) {
      FloatVector.fromArray(S, source, from + p * fromStep)
          .rearrange(shuffle)
          .intoArray(target, to + p * toStep);
    }
  }
}
