package io.convoy.core.cost;

/**
 * The parts of Winograd's sums F(4×4, 3×3) and, for kernels that are a line, F(4, r): tiles of four
 * outputs along each axis that has taps, of three where fours don't fit.
 */
final class WinogradCost {
  /** Outputs of a tile along an axis. */
  static final int OUTPUTS = 4;

  /** One-dimensional transforms, of 6 points each, that a 3×3 patch takes. */
  private static final double TRANSFORMS = 12;

  private static final double TRANSFORM_POINTS = 6;

  /** A second cache of today's servers: weights that fit it come from further away but once. */
  private static final long SECOND_CACHE = 1 << 20;

  /** Tiles of a panel, and how many panels pass over the weights at once, as they outgrow it. */
  private static final int PANEL_TILES = 8;

  private static final long LEAST_PANELS = 2;
  private static final long MOST_PANELS = 24;

  private WinogradCost() {}

  /** Tiles of a map. */
  static long tiles(ConvFigures layer) {
    return (long) tiles(layer.output().rows(), layer.kernel().rows())
        * tiles(layer.output().columns(), layer.kernel().columns());
  }

  /** Products of all tiles of a map, an input and an output channel. */
  static long products(ConvFigures layer) {
    return products(layer.output().rows(), layer.kernel().rows())
        * products(layer.output().columns(), layer.kernel().columns());
  }

  /** Numbers of the transformed weights. */
  static long weights(ConvFigures layer) {
    return (long) points(layer.kernel().rows())
        * points(layer.kernel().columns())
        * layer.inputChannels()
        * layer.outputChannels();
  }

  /**
   * What turning a tile of one channel costs, in patches of 3×3: a line takes one transform, whose
   * operations grow with the square of its points.
   */
  static double patches(ConvFigures layer) {
    int rows = layer.kernel().rows();
    int columns = layer.kernel().columns();
    if (Math.min(rows, columns) > 1) {
      return 1;
    }
    double longer = points(Math.max(rows, columns)) / TRANSFORM_POINTS;
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

  /** Points of a tile of four along an axis of so many taps; one of three has one less. */
  private static int points(int taps) {
    return taps == 1 ? 1 : taps + OUTPUTS - 1;
  }

  private static long products(int length, int taps) {
    int tiles = tiles(length, taps);
    int wide = taps == 1 ? tiles : Math.max(0, length - (OUTPUTS - 1) * tiles);
    return (long) (points(taps) - 1) * tiles + wide;
  }

  private static int tiles(int length, int taps) {
    return taps == 1 ? length : (length + OUTPUTS - 1) / OUTPUTS;
  }
}
