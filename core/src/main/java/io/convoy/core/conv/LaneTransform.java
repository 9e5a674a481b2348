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

  private LaneTransform() {}

  /** Copies the vectors of {@code count} pixels. */
  static void copy(
      float[] source, int from, int fromStep, float[] target, int to, int toStep, int count) {
    for (int p = 0; p < count; p++) {
      FloatVector.fromArray(S, source, from + p * fromStep).intoArray(target, to + p * toStep);
    }
  }

  /** Copies the vectors of {@code count} pixels, lane i from lane {@code lanes[at + i]}. */
  static void permute(
      float[] source,
      int from,
      int fromStep,
      float[] target,
      int to,
      int toStep,
      int count,
      int[] lanes,
      int at) {
    VectorShuffle<Float> shuffle = VectorShuffle.fromArray(S, lanes, at);
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
