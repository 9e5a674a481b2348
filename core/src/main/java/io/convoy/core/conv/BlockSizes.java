package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.tensor.Block;

/**
 * How the panel kernels cut a product into blocks that stay in the caches. Made in one place, from
 * the cache sizes and the length of the reduction; changes the speed and never a bit.
 *
 * @param stretches parts into which the reduction is cut
 * @param depth steps of a stretch, at most {@link TileMicroKernel#PANEL_DEPTH}
 * @param slots panels that lie side by side in one strip of rows, where the depth is short; none
 *     where nothing is packed
 * @param slotWidth floats from one of them to the next
 * @param tiles tiles of pixels over which the channels pass together
 */
record BlockSizes(int stretches, int depth, int slots, int slotWidth, int tiles) {
  /**
   * What a copy in whole vectors may write past the end of a panel's row; and a stretch that is not
   * the last is a multiple of it, so that no vector lies in two of them.
   */
  private static final int SLACK = 16;

  /**
   * A strip is 14 rows × 2080 floats × 4 bytes = 114 KiB, with 16 registers 4 rows or 33 KiB.
   * Strips take a sixth of the second cache, or three of them more; what was read for them, sums or
   * output and the right panels stream through the rest.
   */
  static BlockSizes of(int reduction) {
    int stretches = (reduction + TileMicroKernel.PANEL_DEPTH - 1) / TileMicroKernel.PANEL_DEPTH;
    int even = (reduction + stretches - 1) / stretches;
    int depth = stretches == 1 ? reduction : (even + SLACK - 1) / SLACK * SLACK;
    int slotWidth = (depth + 2 * SLACK - 1) / SLACK * SLACK;
    int slots = TileMicroKernel.PANEL_STRIDE / slotWidth;
    int stripBytes = 4 * TileMicroKernel.PIXELS * TileMicroKernel.PANEL_STRIDE;
    int strips = Math.max(3, Caches.HERE.level2() / 6 / stripBytes);
    return new BlockSizes(stretches, depth, slots, slotWidth, strips * slots);
  }

  /**
   * For pixels that are read where they lie: as many tiles of the most pixels as take a quarter of
   * the second cache, with all output channels, pass over a block of weights.
   */
  static BlockSizes inPlace(int reduction, int outputChannels) {
    long tileBytes = 4L * InPlaceMicroKernel.MOST_PIXELS * ((long) reduction + outputChannels);
    int tiles = (int) Math.max(1, Caches.HERE.level2() / 4 / tileBytes);
    return new BlockSizes(1, reduction, 0, 0, tiles);
  }

  /** Floats that hold the packed panels of {@code count} tiles, one stretch deep. */
  int panelFloats(int count) {
    int strips = (count + slots - 1) / slots;
    return strips * TileMicroKernel.PIXELS * TileMicroKernel.PANEL_STRIDE;
  }

  /** Where the panel of a tile starts, from the start of the scratchpad. */
  int panel(int tile) {
    return Block.ALIGNED
        + tile / slots * (TileMicroKernel.PIXELS * TileMicroKernel.PANEL_STRIDE)
        + tile % slots * slotWidth;
  }

  /**
   * Where the first row of panel {@code i} starts, from the start of the scratchpad, where panels
   * of any number of rows lie side by side: all rows of a panel are {@link
   * TileMicroKernel#PANEL_STRIDE} apart, so that a micro-kernel may begin at any.
   */
  int slot(int i, int rows) {
    return Block.ALIGNED + i / slots * rows * TileMicroKernel.PANEL_STRIDE + i % slots * slotWidth;
  }

  /** Where the row of a pixel of the block starts. */
  int row(int pixel) {
    int pixels = TileMicroKernel.PIXELS;
    return panel(pixel / pixels) + pixel % pixels * TileMicroKernel.PANEL_STRIDE;
  }

  /** The first pixel of the next strip. */
  int stripEnd(int pixel) {
    int pixels = slots * TileMicroKernel.PIXELS;
    return (pixel / pixels + 1) * pixels;
  }
}
