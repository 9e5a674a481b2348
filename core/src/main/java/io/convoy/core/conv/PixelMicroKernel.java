package io.convoy.core.conv;

/**
 * The innermost part of {@link PixelRowConv}: a tile of {@value #PIXELS} neighbouring pixels of a
 * row × one or two vectors of output channels, over the whole reduction, from rows as {@link
 * PixelRows} lays them out.
 *
 * <p>The window of pixel p reads for step k of the reduction at {@code at + offsets[k] + p · 4}.
 * All sums start from zero and are added in ascending order, a fused multiply-add each.
 */
abstract class PixelMicroKernel {
  /** Pixels of a tile. */
  static final int PIXELS = 8;

  /**
   * Computes a tile.
   *
   * @param rows the packed rows; the first window's from {@code at}
   * @param offsets from a window's start, one a step
   * @param panel a row of weights a step, from {@code po}
   * @param bias one number an output channel, from {@code oc}
   * @param low what the sums are raised to
   * @param y where they go, from {@code yo}, a pixel {@code yStep} after the other
   */
  abstract void run(
      float[] rows,
      int at,
      int[] offsets,
      float[] panel,
      int po,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep);
}
