package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves short runs of floats into the rows of left panels, in whole vectors; so it may write up to
 * a vector less one float past the end of a row, for which a panel keeps room.
 */
final class RowTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = TileMicroKernel.PANEL_STRIDE;

  private RowTransform() {}

  /**
   * Copies {@code count} floats into each of {@code rows} panel rows; reads nothing past the end of
   * {@code source}. Seven rows at a time, for loops over a handful of vectors are mostly overhead.
   *
   * @param step floats from the start of one run to the next
   */
  static void copy(
      float[] source, int from, int step, float[] target, int to, int rows, int count) {
    int readable = source.length - count - L - from;
    int whole = readable < 0 ? 0 : step == 0 ? rows : Math.min(rows, readable / step + 1);
    int r = 0;
    for (; r + 7 <= whole; r += 7) {
      seven(source, from + r * step, step, target, to + r * W, count);
    }
    for (; r < whole; r++) {
      one(source, from + r * step, target, to + r * W, count);
    }
    for (; r < rows; r++) {
      System.arraycopy(source, from + r * step, target, to + r * W, count);
    }
  }

  // Each loop has a method of its own: in the middle of another one a loop that is seldom reached
  // would be compiled with objects for vectors.

  private static void seven(float[] source, int from, int step, float[] target, int to, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, source, from + i).intoArray(target, to + i);
      FloatVector.fromArray(S, source, from + i + step).intoArray(target, to + i + W);
      FloatVector.fromArray(S, source, from + i + 2 * step).intoArray(target, to + i + 2 * W);
      FloatVector.fromArray(S, source, from + i + 3 * step).intoArray(target, to + i + 3 * W);
      FloatVector.fromArray(S, source, from + i + 4 * step).intoArray(target, to + i + 4 * W);
      FloatVector.fromArray(S, source, from + i + 5 * step).intoArray(target, to + i + 5 * W);
      FloatVector.fromArray(S, source, from + i + 6 * step).intoArray(target, to + i + 6 * W);
    }
  }

  private static void one(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, source, from + i).intoArray(target, to + i);
    }
  }
}
