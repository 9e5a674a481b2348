package io.convoy.core.conv;

/**
 * The innermost part of {@link DepthwiseRowConv}: a row of the output × one vector of channels,
 * from three rows of the input where they lie.
 *
 * <p>9 registers of weights, bias and bounds + 4 accumulators + the column at hand. All sums start
 * from zero and are added in ascending order, a fused multiply-add each; what lies in the padding
 * is multiplied too, as zero.
 */
abstract class DepthwiseRowMicroKernel {
  /** Pixels of a tile, the least that a row may have. */
  static final int PIXELS = 4;

  /**
   * Computes a row.
   *
   * @param x0 the row of the first kernel row, from {@code xo0}, where the first window starts; so
   *     {@code x1} and {@code x2}
   * @param step floats from a column to the next
   * @param zeros a vector of them, which is read instead of the column before the first, if {@code
   *     padsLeft}, and instead of the one after the last, if {@code padsRight}
   * @param width pixels of the row
   * @param weights a vector a tap, from {@code wo}, {@code tap} floats apart
   * @param bias a vector that is added to the sums, from {@code oc}
   * @param low what the sums are raised to, and {@code high} what they are lowered to
   * @param y where they go, a vector a pixel, from {@code yo}, {@code yStep} apart
   */
  abstract void run(
      float[] x0,
      int xo0,
      float[] x1,
      int xo1,
      float[] x2,
      int xo2,
      int step,
      float[] zeros,
      boolean padsLeft,
      boolean padsRight,
      int width,
      float[] weights,
      int wo,
      int tap,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] y,
      int yo,
      int yStep);
}
