package io.convoy.core.cost;

/** The parts of Winograd's F(4×4, 3×3), whose tiles are three wide where fours don't fit. */
final class WinogradCost {
  /** Outputs of a tile each way. */
  static final int OUTPUTS = 4;

  /** Points of a tile of four each way; one of three has one less. */
  private static final int POINTS = 6;

  /** Numbers that the nine weights of a pair of channels become, one a point. */
  private static final long PRODUCTS = POINTS * POINTS;

  /** A second cache of today's servers: weights that fit it come from further away but once. */
  private static final long SECOND_CACHE = 1 << 20;

  /** Tiles of a panel, and how many panels pass over the weights at once, as they outgrow it. */
  private static final int PANEL_TILES = 8;

  private static final long LEAST_PANELS = 2;
  private static final long MOST_PANELS = 24;

  private WinogradCost() {}

  static long tiles(ConvFigures.Plane output) {
    return (long) parts(output.rows()) * parts(output.columns());
  }

  /** Products of all tiles of a map, an input and an output channel. */
  static long products(ConvFigures.Plane output) {
    return points(output.rows()) * points(output.columns());
  }

  /** Numbers of the transformed weights. */
  static long weights(ConvFigures layer) {
    return PRODUCTS * layer.inputChannels() * layer.outputChannels();
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
    return (double) tiles(layer.output()) / (panels * PANEL_TILES);
  }

  private static long points(int length) {
    int tiles = parts(length);
    int wide = Math.max(0, length - (OUTPUTS - 1) * tiles);
    return (long) (POINTS - 1) * tiles + wide;
  }

  private static int parts(int length) {
    return (length + OUTPUTS - 1) / OUTPUTS;
  }
}
