package io.convoy.core.conv;

/**
 * Computes a row of outputs for one vector of output channels, tile by tile of pixels, from rows as
 * {@link PlanePacking} lays them out.
 *
 * <p>The window of pixel p reads for step k of the reduction at {@code at + offsets[first + k] + p
 * · 16}: one number, or a vector of them where the lanes have inputs of their own. All sums start
 * from zero and are added in ascending order, a fused multiply-add each.
 */
abstract class RowMicroKernel {
  private final int pixels;

  RowMicroKernel(int pixels) {
    this.pixels = pixels;
  }

  /** Pixels of a tile: a row of fewer needs room for as many in {@code y}. */
  final int pixels() {
    return pixels;
  }

  /**
   * Computes the first {@code count} pixels of a row. The last tile is moved back to end with them,
   * and computes some pixels again.
   *
   * @param rows the packed rows; those of the first pixel's window from {@code at}
   * @param offsets from there, {@code steps} of them from {@code first}
   * @param weights a vector a step, from {@code wo}
   * @param y where the sums go, a vector a pixel, from {@code yo}, {@code yStep} apart
   */
  abstract void run(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] y,
      int yo,
      int yStep,
      int count);
}
