package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Spreads input channels over lanes: lane by lane the channel that its output channel reads. With
 * one channel a group and one output a channel that is a plain copy, otherwise a permutation of a
 * vector.
 */
final class LaneTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /**
   * One for each vector of output channels and input channel of the group; made once, not a run.
   */
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

  /** Copies the vectors of {@code count} pixels. */
  static void copy(
      float[] source, int from, int fromStep, float[] target, int to, int toStep, int count) {
    for (int p = 0; p < count; p++) {
      FloatVector.fromArray(S, source, from + p * fromStep).intoArray(target, to + p * toStep);
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

  /** Writes {@code count} vectors of zeros. */
  static void zero(float[] target, int to, int toStep, int count) {
    FloatVector zero = FloatVector.zero(S);
    for (int p = 0; p < count; p++) {
      zero.intoArray(target, to + p * toStep);
    }
  }
}
