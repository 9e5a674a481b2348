package io.convoy.core.conv;

import io.convoy.core.simd.Simd;

/**
 * One register tile of a 1×1 convolution: four pixels, read where they lie, × some vectors of
 * output channels, or eight pixels × one, over the whole reduction.
 *
 * <p>Each pixel has an address of its own, which costs two instructions a step. Four vectors of
 * output channels, sixteen products, outweigh them; with fewer vectors two steps are taken a turn,
 * which share the addresses. The first cache gives each step's numbers as fast from four places as
 * from one, and nothing is copied.
 *
 * <p>The right panel is that of {@link PanelWeights}, as wide as the tile. The last vector may lie
 * over channels of the one before, so that it ends with the layer's last channel and not past it.
 * These are computed twice; and as the residual may be the output itself, all of a pixel's is read
 * before any of it is written.
 */
abstract class InPlaceMicroKernel {
  /** Pixels of a tile of several vectors. */
  static final int PIXELS = 4;

  /** The most pixels of a tile: four sums of one vector would just cover a product's latency. */
  static final int MOST_PIXELS = 8;

  /** The most vectors of output channels. */
  static final int VECTORS = 4;

  private static final InPlaceMicroKernel[] TILES = {
    new InPlace8x1MicroKernel(),
    new InPlace4x2MicroKernel(),
    new InPlace4x3MicroKernel(),
    new InPlace4x4MicroKernel()
  };

  /** The tile for a block of so many output channels, whole vectors. */
  static InPlaceMicroKernel of(int channels) {
    return TILES[channels / Simd.LANES - 1];
  }

  /**
   * Whether the last vector of a block may lie over channels of the one before: that of two and of
   * three vectors. Where its place is a variable a tile of four is up to two percent slower, and
   * layers of 64 channels have no other.
   */
  static boolean overlaps(int channels) {
    return channels > Simd.LANES && channels < VECTORS * Simd.LANES;
  }

  /** Pixels of the tile. */
  abstract int pixels();

  /**
   * Sums up {@code k} steps of the reduction, from zero.
   *
   * @param x the input, from {@code xo}, the first pixel's first channel, with its step from pixel
   *     to pixel
   * @param w right panel, from {@code wo}
   * @param y where the sums go, from {@code yo}, with their step from pixel to pixel: the
   *     scratchpad, or the output itself
   * @param last from the first channel to the last vector's first; less than the vectors before it
   *     take, where that {@linkplain #overlaps lies over} channels of the one before
   */
  abstract void run(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] y,
      int yo,
      int yStep,
      int last);

  /**
   * As {@link #run}, with what most layers do to the sums while they are in the registers: adds
   * bias, then residual, and raises to {@code low} what is less.
   *
   * @param bias one number an output channel, from {@code oc}
   * @param r the residual, from {@code ro}, with its step from pixel to pixel; for none see {@link
   *     TailTransform#NOTHING}; may be the output
   */
  abstract void finish(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] bias,
      int oc,
      float low,
      float[] r,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int last);

  /**
   * As {@link #finish}, and lowers to {@code high} what is then more. A method of its own, for a
   * second bound costs those layers too that have only one.
   */
  abstract void clip(
      float[] x,
      int xo,
      int xStep,
      float[] w,
      int wo,
      int k,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] r,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int last);
}
