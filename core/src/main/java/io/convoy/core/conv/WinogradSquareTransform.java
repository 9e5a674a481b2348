package io.convoy.core.conv;

/**
 * The transforms of Winograd's sum for square kernels around its matrix products; lanes are
 * channels. Columns first, then rows, through a scratch that stays in the first cache. One for each
 * kernel and tile, for a loop over points would keep vectors in memory.
 *
 * <p>{@link WinogradSquarePoints} has the same operations, one number at a time.
 */
abstract class WinogradSquareTransform {
  /**
   * Transforms {@code channels} of a square patch, as many inputs wide as an axis has points:
   * {@code t = Bᵀ d B}.
   *
   * @param source the patch, from {@code at}, channels last, with its strides in floats
   * @param channels rounded up to whole vectors, which must be there to read and to write
   * @param scratch a vector for each point of two dimensions, from {@code so}
   * @param target the number of point (i, j) goes to {@code to + starts[first + points·i + j]}
   */
  abstract void input(
      float[] source,
      int at,
      int rowStride,
      int pixelStride,
      int channels,
      float[] scratch,
      int so,
      float[] target,
      int to,
      int[] starts,
      int first);

  /**
   * Transforms {@code channels} of a tile's products back, {@code y = Aᵀ m A}, adds bias and
   * residual and raises to {@code low} what is less.
   *
   * @param source the product of point (i, j) lies at {@code at + (points·i + j)·pointStride}
   * @param channels a multiple of the lanes
   * @param scratch a vector for each point of an axis and output of the other, from {@code so}
   * @param rows of the tile, as many as a wide one has or one less
   * @param wide whether it has the last column of a wide one
   * @param bias one number a channel, from {@code bo}
   * @param residual from {@code ro}, with its steps from row to row and pixel to pixel
   * @param target from {@code to}, with its steps from row to row and pixel to pixel
   */
  abstract void output(
      float[] source,
      int at,
      int pointStride,
      int channels,
      float[] scratch,
      int so,
      int rows,
      boolean wide,
      float[] bias,
      int bo,
      float low,
      float[] residual,
      int ro,
      int rRow,
      int rPixel,
      float[] target,
      int to,
      int rowStep,
      int pixelStep);
}
