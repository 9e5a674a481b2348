package io.convoy.core.bench.networks;

/**
 * A tensor (N, C, H, W) or, where height and width are 0, (N, C) between two nodes of a network.
 *
 * @param name its name in the file
 * @param meanSquare about what the mean of its numbers' squares is, which the next layer's weights
 *     are scaled by
 */
record Value(String name, int channels, int height, int width, double meanSquare) {
  /** The same tensor, where more is known of its numbers. */
  Value withMeanSquare(double known) {
    return new Value(name, channels, height, width, known);
  }

  boolean isVector() {
    return height == 0;
  }
}
