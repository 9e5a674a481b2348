package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.VectorUnits;

/**
 * The matrix products of a block of Winograd's tiles, one a point: where the left panels and the
 * products lie in the scratchpad, and the micro-kernels over them.
 *
 * <p>A row of a panel is a tile. The panels of all points lie side by side, each as many rows high
 * as a block has tiles, so that a product may begin and end at any tile.
 */
final class WinogradPanels {
  /** Of the second cache, for each tile that passes: about 40 in 1 MB. */
  private static final int TILE_BYTES = 24 << 10;

  private final PanelWeights weights;
  private final int points;

  /** Rows of a panel: a tile of the block each, and what the last micro-kernel reads past them. */
  private final int rows;

  /**
   * Where the left panel of a stretch and point starts: {@code lefts[points · stretch + point]}.
   */
  private final int[] lefts;

  private final int products;
  private final int pointStep;

  /**
   * Whether a right panel is read through before its first tile. From memory it comes faster in one
   * go than step by step, which a core with two vector units waits for; from the last cache it
   * comes while that tile is multiplied.
   */
  private final boolean touches;

  /**
   * @param weights of as many groups as there are points
   * @param tiles the most of a block
   */
  WinogradPanels(PanelWeights weights, int points, int tiles) {
    this.weights = weights;
    this.points = points;
    rows = tiles + TileMicroKernel.SPARE;
    BlockSizes sizes = weights.sizes();
    lefts = new int[sizes.stretches() * points];
    for (int i = 0; i < lefts.length; i++) {
      lefts[i] = sizes.slot(i, rows);
    }
    products = sizes.slot(lefts.length + sizes.slots() - 1, rows);
    pointStep = weights.blocks() * rows * TileMicroKernel.WIDE.channels();
    touches = VectorUnits.COUNT > 1 && weights.bytes() > Caches.HERE.level3();
  }

  /**
   * How many tiles pass over the weights at once: two panels where the weights of all points are
   * few, and more as they fill more quarters of the second cache, so that what comes from further
   * away is used the more often; up to five, or as many as the second cache has room for, since
   * patches and products leave the caches too.
   */
  static int tiles(ConvSpec spec, int points, long tilesOfImage) {
    long weightBytes = 4L * points * spec.inputChannels() * spec.outputChannels();
    int room = Math.min(5, Caches.HERE.level2() / TILE_BYTES / TileMicroKernel.PIXELS);
    long panels = Math.max(2, Math.min(room, weightBytes / (Caches.HERE.level2() / 4)));
    return (int) Math.min(spec.images() * tilesOfImage, panels * TileMicroKernel.PIXELS);
  }

  /** Where the left panels start, stretch by stretch, point by point. */
  int[] lefts() {
    return lefts;
  }

  /** Where the products of a point and a block of channels start. */
  int products(int point, int j) {
    return products + point * pointStep + j * rows * TileMicroKernel.WIDE.channels();
  }

  /** Floats from a product to the same one of the next point. */
  int pointStep() {
    return pointStep;
  }

  /** The first float of the scratchpad behind all of this. */
  int end() {
    return products + points * pointStep;
  }

  /** Multiplies the rows {@code from} to {@code to} of a point with the channels of a slice. */
  void multiply(int point, int from, int to, ConvSlice slice, float[] scratchpad) {
    int channels = TileMicroKernel.WIDE.channels();
    int firstBlock = slice.outputChannels().from() / channels;
    int lastBlock = (slice.outputChannels().to() + channels - 1) / channels;
    for (int s = 0; s < weights.sizes().stretches(); s++) {
      int left = lefts[s * points + point];
      for (int j = firstBlock; j < lastBlock; j++) {
        multiply(point, s, j, left, from, to, scratchpad);
      }
    }
  }

  /** Multiplies one stretch of the rows {@code from} to {@code to} of a point with one block. */
  private void multiply(int point, int s, int j, int left, int from, int to, float[] scratchpad) {
    TileMicroKernel block = weights.tile(j);
    int width = block.channels();
    int depth = weights.depth(s);
    float[] packed = weights.panels();
    int right = weights.panel(point, s, j);
    if (touches) {
      // Nothing lies there.
      scratchpad[0] = weights.touch(point, s, j);
    }
    int t = from;
    while (t < to) {
      TileMicroKernel tile = block.forPixels(to - t);
      int row = TileMicroKernel.before(left + t * TileMicroKernel.PANEL_STRIDE);
      int sums = products(point, j) + t * width;
      if (s == 0) {
        tile.run(scratchpad, row, packed, right, depth, scratchpad, sums, width);
      } else {
        tile.resume(
            scratchpad,
            row,
            packed,
            right,
            depth,
            scratchpad,
            sums,
            width,
            scratchpad,
            sums,
            width);
      }
      t += tile.pixels();
    }
  }
}
