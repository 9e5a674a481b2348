package io.convoy.core.cost;

/** The parts of Winograd's F(4×4, 3×3) that decide what it costs. */
final class WinogradCost {
  /** Outputs of a tile each way. */
  static final int OUTPUTS = 4;

  /** Products of a tile: a patch of 6×6. */
  static final long PRODUCTS = 36;

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

  private static int parts(int length) {
    return (length + OUTPUTS - 1) / OUTPUTS;
  }
}
