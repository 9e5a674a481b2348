package io.convoy.core.conv;

/**
 * One register tile of a convolution of small groups: {@value #PIXELS} neighbouring pixels of a row
 * × one vector of output channels, over the whole reduction, from rows as {@link PlanePacking} lays
 * them out.
 *
 * <p>The window of pixel p reads for step k of the reduction at {@code at + offsets[first + k] + p
 * · 16}: one number, or a vector of them where the lanes have inputs of their own. All sums start
 * from zero and are added in ascending order, a fused multiply-add each.
 */
abstract class PlaneMicroKernel {
  /** Pixels of a tile: 7 accumulators, and maps of well-known networks are multiples of it. */
  static final int PIXELS = 7;

  /**
   * Computes a tile.
   *
   * @param rows the packed rows; those of the first pixel's window from {@code at}
   * @param offsets from there, {@code steps} of them from {@code first}
   * @param weights a vector a step, from {@code wo}
   * @param bias a vector that is added to the sums, from {@code oc}
   * @param low what the sums are raised to
   * @param y where they go, a vector a pixel, from {@code yo}, {@code yStep} apart
   */
  abstract void run(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep);
}
