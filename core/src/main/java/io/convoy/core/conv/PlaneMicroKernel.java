package io.convoy.core.conv;

import io.convoy.core.simd.VectorUnits;

/**
 * The innermost part of a convolution of small groups: a band of rows × one vector of output
 * channels, over the whole reduction, from rows as {@link PlanePacking} lays them out.
 *
 * <p>The window of pixel p of a row reads for step k of the reduction at {@code at + offsets[first
 * + k] + p · 16}: one number, or a vector of them where the lanes have inputs of their own. All
 * sums start from zero and are added in ascending order, a fused multiply-add each.
 */
abstract class PlaneMicroKernel {
  /** The most pixels of a tile: 7 accumulators, and maps of well-known networks are multiples. */
  static final int MOST_PIXELS = 7;

  /**
   * Whether {@link #touch} pays: on a core with two vector units the loads hold up more than they
   * bring, and groups are a tenth to a fifth slower.
   */
  static final boolean TOUCHES = VectorUnits.COUNT == 1;

  /** Pixels of a tile; narrower rows are computed, and written, that far. */
  abstract int pixels();

  /**
   * Whether it bounds sums from above as well, which costs a tile as much as a sixth of its time.
   */
  abstract boolean clips();

  /** Floats of the scratchpad that it needs for itself to compute rows of such a width. */
  int spareFloats(int width) {
    return 0;
  }

  /**
   * Computes a band.
   *
   * @param rows the packed rows; the first window's from {@code at}
   * @param rowStep from there to the window of the pixel below
   * @param height rows of the output, of {@code width} pixels
   * @param offsets from a window's start, {@code steps} of them from {@code first}
   * @param weights a vector a step, from {@code wo}
   * @param bias a vector that is added to the sums, from {@code oc}
   * @param low what the sums are raised to, and {@code high} what they are lowered to; infinite for
   *     one that does not {@linkplain #clips clip}
   * @param spare where in {@code rows} there is room for {@link #spareFloats}
   * @param y where they go, a vector a pixel, from {@code yo}, {@code yStep} apart, row after row
   */
  abstract void run(
      float[] rows,
      int at,
      int rowStep,
      int height,
      int width,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float high,
      int spare,
      float[] y,
      int yo,
      int yStep);

  /**
   * Reads a number of each pixel of a tile that is about to be computed, from where it will be
   * written. What is in no near cache is fetched together that way, while the tile is computed;
   * stores, a vector of a pixel each and so far apart, fetch one after the other.
   *
   * @return something to be stored, or the compiler would leave it out
   */
  static float touch(float[] y, int at, int step) {
    float sum = 0;
    for (int p = 0; p < MOST_PIXELS; p++) {
      sum += y[at + p * step];
    }
    return sum;
  }
}
