package io.convoy.core.cost;

/** The parts of Winograd's F(4×4, 3×3), whose tiles are three wide where fours don't fit. */
final class WinogradCost {
  /** Outputs of a tile each way. */
  static final int OUTPUTS = 4;

  /** Points of a tile of four each way; one of three has one less. */
  private static final int POINTS = 6;

  /** Numbers that a weight of nine becomes, one a point. */
  static final long PRODUCTS = POINTS * POINTS;

  /**
   * Multiply-adds that would take as long as turning the patch of one tile and input channel: 12
   * transforms of six numbers, each read, combined and written, and written once more to where the
   * products want it. 14 to 22 % of the time at 64 channels, whose products are {@code 36 · 64}
   * multiply-adds a tile and channel.
   */
  static final double INPUT_TRANSFORM = 700;

  /** Likewise for turning the products of a tile and output channel back: 12 to 20 % at 64. */
  static final double OUTPUT_TRANSFORM = 600;

  private WinogradCost() {}

  static long tiles(ConvFigures.Plane output) {
    return (long) parts(output.rows()) * parts(output.columns());
  }

  /** Products of all tiles of a map, an input and an output channel. */
  static long products(ConvFigures.Plane output) {
    return points(output.rows()) * points(output.columns());
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
