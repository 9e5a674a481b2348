package io.convoy.core.cost;

/** The parts of Strassen's product of windows and weights in 2×2 blocks. */
final class StrassenCost {
  /** Products of blocks, and of those the plain product takes. */
  private static final int PRODUCTS = 7;

  private static final int PLAIN_PRODUCTS = 8;

  /** Output channels of a block. */
  private static final int CHANNELS = 32;

  /**
   * Numbers moved within the caches for one of a window: it is copied, and becomes seven sums of
   * halves.
   */
  static final double MOVED = 1 + PRODUCTS / 4.0;

  private StrassenCost() {}

  /** Products of all blocks of an image, those with zeros included. */
  static long products(ConvFigures layer) {
    long pixels = layer.output().points() + layer.output().points() % 2;
    return pixels * channels(layer) * layer.reduction() * PRODUCTS / PLAIN_PRODUCTS;
  }

  /** Output channels, those that fill a pair of blocks included. */
  private static long channels(ConvFigures layer) {
    int rest = layer.outputChannels() % (2 * CHANNELS);
    return layer.outputChannels() - rest + 2L * Math.min(CHANNELS, rest);
  }

  /** Numbers of the right panels. */
  static long weights(ConvFigures layer) {
    return channels(layer) * layer.reduction() * PRODUCTS / 4;
  }
}
