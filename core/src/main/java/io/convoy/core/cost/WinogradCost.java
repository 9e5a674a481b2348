package io.convoy.core.cost;

/**
 * The parts of Winograd's sums of square kernels, of stride 1 or 2, and of kernels that are a line:
 * tiles of four outputs, or of six, along each axis that has taps, and of one less where those
 * don't fit.
 *
 * @param layer that Winograd's kernels compute
 * @param outputs of a tile along an axis
 */
record WinogradCost(ConvFigures layer, int outputs) {
  private static final int FOUR = 4;
  private static final int SIX = 6;

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

  /** Whether an algorithm is one of Winograd's. */
  static boolean covers(String algorithm) {
    return algorithm.equals("winograd") || algorithm.equals("winograd6");
  }

  static WinogradCost of(ConvFigures layer) {
    return new WinogradCost(layer, layer.algorithm().equals("winograd6") ? SIX : FOUR);
  }

  /** Tiles of a map. */
  long tiles() {
    return (long) tiles(layer.output().rows(), layer.kernel().rows())
        * tiles(layer.output().columns(), layer.kernel().columns());
  }

  /** Products of all tiles of a map, an input and an output channel. */
  long products() {
    return products(layer.output().rows(), layer.kernel().rows())
        * products(layer.output().columns(), layer.kernel().columns());
  }

  /** Numbers of the transformed weights. */
  long weights() {
    return (long) points(layer.kernel().rows())
        * points(layer.kernel().columns())
        * layer.inputChannels()
        * layer.outputChannels();
  }

  /**
   * What turning a tile of one channel costs, in patches of 3×3 and stride 1 with four outputs: a
   * line takes one transform, whose operations grow with the square of its points, and a square one
   * for each row and column of them.
   */
  double patches() {
    int rows = layer.kernel().rows();
    int columns = layer.kernel().columns();
    if (Math.min(rows, columns) > 1 && skips()) {
      return STRIDE_2_PATCHES;
    }
    double longer = points(Math.max(rows, columns)) / TRANSFORM_POINTS;
    return Math.min(rows, columns) > 1 ? longer * longer * longer : longer * longer / TRANSFORMS;
  }

  /**
   * How often all tiles of an image have the weights read from beyond the second cache: once for
   * each block of tiles, which has the more of them the larger the weights are.
   */
  double timesRead() {
    long bytes = Float.BYTES * weights();
    if (bytes <= SECOND_CACHE) {
      return 0;
    }
    long panels = Math.max(LEAST_PANELS, Math.min(MOST_PANELS, bytes / (SECOND_CACHE / 4)));
    return (double) tiles() / (panels * PANEL_TILES);
  }

  private boolean skips() {
    return layer.stride().rows() > 1;
  }

  /** Points of a wide tile along an axis of so many taps. */
  private int points(int taps) {
    return skips() ? STRIDE_2_POINTS : taps == 1 ? 1 : taps + outputs - 1;
  }

  /** A tile with an output less has one point less; at stride 2 two. */
  private long products(int length, int taps) {
    int tiles = tiles(length, taps);
    int wide = taps == 1 ? tiles : Math.max(0, length - (outputs - 1) * tiles);
    int ofLast = skips() ? 2 : 1;
    return (long) (points(taps) - ofLast) * tiles + (long) ofLast * wide;
  }

  private int tiles(int length, int taps) {
    return taps == 1 ? length : (length + outputs - 1) / outputs;
  }
}
