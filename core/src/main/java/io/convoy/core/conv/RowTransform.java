package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves short runs of floats into the rows of left panels, in whole vectors; so it may write up to
 * a vector less one float past the end of a row, for which a panel keeps room. Long runs are copied
 * by the JVM.
 */
final class RowTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = TileMicroKernel.PANEL_STRIDE;
  private static final int PIXELS = TileMicroKernel.PIXELS;

  /** From so many floats on a run is copied faster by itself than together with three more. */
  private static final int LONG = 128;

  private RowTransform() {}

  /**
   * Copies {@code count} floats for each of {@code pixels} pixels; reads nothing past the end of
   * {@code source}.
   *
   * @param step floats from the start of one run to the next
   * @param to where the panel of the first pixel's tile starts, which must have {@code row} rows
   *     before that pixel; the next tile's panel follows {@code slotWidth} further
   */
  static void copy(
      float[] source,
      int from,
      int step,
      float[] target,
      int to,
      int slotWidth,
      int row,
      int pixels,
      int count) {
    int readable = source.length - count - L - from;
    int whole = readable < 0 ? 0 : step == 0 ? pixels : Math.min(pixels, readable / step + 1);
    int p = 0;
    int r = row;
    int panel = to;
    while (p < pixels) {
      int end = p + Math.min(PIXELS - r, pixels - p);
      int y = panel + r * W;
      if (count < LONG) {
        for (; p + 4 <= Math.min(end, whole); p += 4) {
          four(source, from + p * step, step, target, y, count);
          y += 4 * W;
        }
        for (; p < Math.min(end, whole); p++) {
          one(source, from + p * step, target, y, count);
          y += W;
        }
      }
      for (; p < end; p++) {
        System.arraycopy(source, from + p * step, target, y, count);
        y += W;
      }
      r = 0;
      panel += slotWidth;
    }
  }

  // Each loop has a method of its own: in the middle of another one a loop that is seldom reached
  // would be compiled with objects for vectors. Several rows a turn: loops over a handful of
  // vectors are mostly overhead.

  private static void four(float[] source, int from, int step, float[] target, int to, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, source, from + i).intoArray(target, to + i);
      FloatVector.fromArray(S, source, from + i + step).intoArray(target, to + i + W);
      FloatVector.fromArray(S, source, from + i + 2 * step).intoArray(target, to + i + 2 * W);
      FloatVector.fromArray(S, source, from + i + 3 * step).intoArray(target, to + i + 3 * W);
    }
  }

  private static void one(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, source, from + i).intoArray(target, to + i);
    }
  }
}
