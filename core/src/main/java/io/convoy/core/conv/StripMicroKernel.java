package io.convoy.core.conv;

/**
 * The innermost part of {@link StripConv}: a strip of the output, some pixels wide and many rows
 * high × one vector of channels, from the input where it lies.
 *
 * <p>It goes down the input. A turn reads as many rows as the stride, each number once, and adds
 * them to the sums of all rows of the output that they reach; one of these is then finished and
 * written, and the others wait in registers:
 *
 * <pre>
 * 3×3, padding 1      y[0]              y[1]              y[2]
 *   row 0          + kernel row 1    + kernel row 0
 *   row 1          + row 2, out      + row 1           + row 0
 *   row 2                            + row 2, out      + row 1
 * </pre>
 *
 * <p>All sums start from zero and are added in ascending order, a fused multiply-add each. What
 * lies in the padding is multiplied as zero, except for the rows above of whole turns: nothing has
 * been summed by then, and with finite weights nothing would be.
 *
 * <p>With all taps of a window one after the other, as a tile of other kernels has them, the
 * compiler puts nine products that wait for each other next to each other, and the processor looks
 * no further than the next few; here there are three in a row at most, or five.
 */
abstract class StripMicroKernel {
  /** Pixels of a row of the strip. */
  abstract int pixels();

  /**
   * Computes a strip.
   *
   * @param x the input; the first row that the strip reads starts at {@code at} with the first
   *     window, be it in the padding
   * @param rowStep floats from a row to the next, {@code step} from a column to the next
   * @param zeros a vector of them, which is read instead of what lies in the padding
   * @param left columns that do, at most half a kernel, and {@code right} those at the end
   * @param rows of the output
   * @param above rows of the first window that lie in the padding, at most half a kernel, and
   *     {@code below} those of the last window
   * @param weights a vector a tap, from {@code wo}, {@code tap} floats apart
   * @param bias a vector that is added to the sums, from {@code oc}
   * @param low what the sums are raised to, and {@code high} what they are lowered to, or infinite
   * @param y where they go, the first pixel from {@code yo}, {@code yRow} from row to row and
   *     {@code yStep} from pixel to pixel
   */
  abstract void run(
      float[] x,
      int at,
      int rowStep,
      int step,
      float[] zeros,
      int left,
      int right,
      int rows,
      int above,
      int below,
      float[] weights,
      int wo,
      int tap,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] y,
      int yo,
      int yRow,
      int yStep);
}
