package io.convoy.core.conv;

import io.convoy.core.simd.Simd;

/**
 * One register tile of a matrix product: some pixels × some vectors of output channels, over one
 * stretch of the reduction. All arithmetic of the panel kernels happens in its {@link #run}.
 *
 * <pre>
 * left panel a                      right panel b                tile c
 *
 *        k →                               channels →                channels →
 *   p  ┌─────────── PANEL_STRIDE ─┐    k  ┌─ vectors·lanes ─┐    p  ┌─ vectors·lanes ─┐
 *   ↓  │ a[p·PANEL_STRIDE + k]    │    ↓  │ one row a step  │    ↓  │                 │
 *      └──────────────────────────┘       └─────────────────┘       └─────────────────┘
 * </pre>
 *
 * <p>The stride of the left panel is a constant, so that one moving index and literal displacements
 * address all pixels; with a stride in a variable the compiler keeps an address a pixel, and
 * spills. The first row has such a displacement as well, for micro-kernels are given where a row
 * {@linkplain #before before} it would start: of a row without one the compiler makes an address of
 * its own, and spills a sum in each step of tiles of twelve pixels and more.
 *
 * <p>Accumulators start from the constant zero, not from memory. Loaded, they are known to the
 * compiler by their abstract class only, and in many a JVM it then keeps objects instead of
 * registers, at a tenth of the speed. So panels are deep enough for nearly all layers, and only
 * deeper ones resume.
 *
 * <p>The reduction is added in ascending order, a fused multiply-add each; so cutting it into
 * stretches changes no bit.
 */
abstract class TileMicroKernel {
  /**
   * The longest stretch of the reduction. The right panel of two vectors is then 256 KiB at 512
   * bits and streams from the second cache, a row of two cache lines for 28 products, while each
   * tile's sums are loaded and stored only once in so many steps. 256, which would keep the panel
   * in the first cache, was 3 to 20 % slower on deep layers.
   */
  static final int PANEL_DEPTH = 2048;

  /**
   * Floats from one pixel's row to the next: the depth, and room for what a copy in whole vectors
   * writes past its end. 130 cache lines, so that the rows of a tile fall into different sets.
   */
  static final int PANEL_STRIDE = PANEL_DEPTH + 32;

  /** Two vectors wide: the tile for full blocks of channels. */
  static final FullTileMicroKernel WIDE;

  /** One vector wide, for the last block of channels where it is no wider. */
  static final FullTileMicroKernel NARROW;

  /** Each with the lower ones, for the last pixels, down to two. */
  private static final TileMicroKernel[] WIDE_ONES;

  private static final TileMicroKernel[] NARROW_ONES;

  static {
    FullTileMicroKernel wide4 = new Tile4x2MicroKernel();
    FullTileMicroKernel narrow4 = new Tile4x1MicroKernel();
    TileMicroKernel wide2 = new Tile2x2MicroKernel();
    TileMicroKernel narrow2 = new Tile2x1MicroKernel();
    if (Simd.REGISTERS >= 32) {
      WIDE = new Tile14x2MicroKernel();
      NARROW = new Tile14x1MicroKernel();
      WIDE_ONES = new TileMicroKernel[] {WIDE, new Tile8x2MicroKernel(), wide4, wide2};
      NARROW_ONES = new TileMicroKernel[] {NARROW, new Tile8x1MicroKernel(), narrow4, narrow2};
    } else {
      WIDE = wide4;
      NARROW = narrow4;
      WIDE_ONES = new TileMicroKernel[] {WIDE, wide2};
      NARROW_ONES = new TileMicroKernel[] {NARROW, narrow2};
    }
  }

  /** The most pixels that a tile {@linkplain #forPixels chosen} for some computes beyond them. */
  static final int SPARE = 2;

  /** Pixels of a tile of full height. */
  static final int PIXELS = WIDE.pixels();

  private final int pixels;
  private final int vectors;

  TileMicroKernel(int pixels, int vectors) {
    this.pixels = pixels;
    this.vectors = vectors;
  }

  /**
   * The tile as wide as this one with which to begin on {@code count} pixels: the lowest that holds
   * them, or where it would have more than {@link #SPARE} to spare, the next lower, which leaves
   * some to others.
   */
  final TileMicroKernel forPixels(int count) {
    TileMicroKernel[] ones = channels() == WIDE.channels() ? WIDE_ONES : NARROW_ONES;
    int i = ones.length - 1;
    while (i > 0 && ones[i].pixels < count) {
      i--;
    }
    return ones[i].pixels > count + SPARE ? ones[i + 1] : ones[i];
  }

  /** What micro-kernels take for a left panel whose first row starts at {@code row}. */
  static int before(int row) {
    return row - PANEL_STRIDE;
  }

  /** Pixels of the tile. */
  final int pixels() {
    return pixels;
  }

  /** Output channels of the tile: the row length of {@code b} and {@code c}. */
  final int channels() {
    return vectors * Simd.LANES;
  }

  /**
   * Sums up {@code k} steps of the reduction, from zero.
   *
   * @param a left panel, its first row from {@code ao + PANEL_STRIDE}
   * @param b right panel, from {@code bo}
   * @param c where the sums go, from {@code co}, with their step from pixel to pixel: the
   *     scratchpad, or the output itself
   */
  abstract void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step);

  /**
   * As {@link #run}, from what {@code start} holds, from {@code so}, with its step from pixel to
   * pixel; for reductions deeper than a panel.
   */
  abstract void resume(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] start,
      int so,
      int startStep,
      float[] c,
      int co,
      int step);
}
