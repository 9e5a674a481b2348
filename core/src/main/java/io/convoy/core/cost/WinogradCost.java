package io.convoy.core.cost;

/**
 * The parts of Winograd's sums of 3×3 kernels, of stride 1 or 2, and of kernels that are a line:
 * tiles of four outputs along each axis that has taps, of three where fours don't fit.
 */
final class WinogradCost {
  /** Outputs of a tile along an axis. */
  static final int OUTPUTS = 4;

  /** One-dimensional transforms, of 6 points each, that a 3×3 patch takes. */
  private static final double TRANSFORMS = 12;

  private static final double TRANSFORM_POINTS = 6;

  /** Points of a tile of stride 2, and what turning its patch takes in patches of stride 1. */
  private static final int STRIDE_2_POINTS = 9;

  private static final double STRIDE_2_PATCHES = 1.75;

  /** A second cache of today's servers: weights that fit it come from further away but once. */
  private static final long SECOND_CACHE = 1 << 20;

  /** Tiles of a panel, and how many panels pass over the weights at once, as they outgrow it. */
  private static final int PANEL_TILES = 8;

  private static final long LEAST_PANELS = 2;
  private static final long MOST_PANELS = 5;

  private WinogradCost() {}

  /** Tiles of a map. */
  static long tiles(ConvFigures layer) {
    return (long) tiles(layer.output().rows(), layer.kernel().rows())
        * tiles(layer.output().columns(), layer.kernel().columns());
  }

  /** Products of all tiles of a map, an input and an output channel. */
  static long products(ConvFigures layer) {
    boolean skips = layer.stride().rows() > 1;
    return products(layer.output().rows(), layer.kernel().rows(), skips)
        * products(layer.output().columns(), layer.kernel().columns(), skips);
  }

  /** Numbers of the transformed weights. */
  static long weights(ConvFigures layer) {
    boolean skips = layer.stride().rows() > 1;
    return (long) points(layer.kernel().rows(), skips)
        * points(layer.kernel().columns(), skips)
        * layer.inputChannels()
        * layer.outputChannels();
  }

  /**
   * What turning a tile of one channel costs, in patches of 3×3 and stride 1: a line takes one
   * transform, whose operations grow with the square of its points, and a square one for each row
   * and column of them.
   */
  static double patches(ConvFigures layer) {
    int rows = layer.kernel().rows();
    int columns = layer.kernel().columns();
    double longer = points(Math.max(rows, columns), false) / TRANSFORM_POINTS;
    if (Math.min(rows, columns) > 1) {
      return layer.stride().rows() > 1 ? STRIDE_2_PATCHES : longer * longer * longer;
    }
    return longer * longer / TRANSFORMS;
  }

  /**
   * How often all tiles of an image have the weights read from beyond the second cache: once for
   * each block of tiles, which has the more of them the larger the weights are.
   */
  static double timesRead(ConvFigures layer) {
    long bytes = Float.BYTES * weights(layer);
    if (bytes <= SECOND_CACHE) {
      return 0;
    }
    long panels = Math.max(LEAST_PANELS, Math.min(MOST_PANELS, bytes / (SECOND_CACHE / 4)));
    return (double) tiles(layer) / (panels * PANEL_TILES);
  }

  /** Points of a tile of four along an axis of so many taps. */
  private static int points(int taps, boolean skips) {
    return skips ? STRIDE_2_POINTS : taps == 1 ? 1 : taps + OUTPUTS - 1;
  }

  /** A tile of three outputs has one point less; at stride 2 two. */
  private static long products(int length, int taps, boolean skips) {
    int tiles = tiles(length, taps);
    int wide = taps == 1 ? tiles : Math.max(0, length - (OUTPUTS - 1) * tiles);
    int ofFourth = skips ? 2 : 1;
    return (long) (points(taps, skips) - ofFourth) * tiles + (long) ofFourth * wide;
  }

  private static int tiles(int length, int taps) {
    return taps == 1 ? length : (length + OUTPUTS - 1) / OUTPUTS;
  }
}
