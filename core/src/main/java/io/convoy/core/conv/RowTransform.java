package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves short runs of floats in whole vectors, and so may write up to a vector less one float past
 * the end of what it was asked for: the target keeps room for that. For runs of a few dozen floats
 * this is several times faster than a call of {@code System.arraycopy}.
 */
final class RowTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private RowTransform() {}

  /** Copies {@code count} floats; reads nothing past the end of {@code source}. */
  static void copy(float[] source, int from, float[] target, int to, int count) {
    if (from + count + L > source.length) {
      System.arraycopy(source, from, target, to, count);
      return;
    }
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, source, from + i).intoArray(target, to + i);
    }
  }

  /** Writes {@code count} zeros. */
  static void zero(float[] target, int to, int count) {
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < count; i += L) {
      zero.intoArray(target, to + i);
    }
  }
}
