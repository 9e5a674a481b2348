package io.convoy.core.conv;

import io.convoy.core.tensor.Range;

/**
 * How Winograd's convolution cuts one axis of the output into tiles of four outputs, then of three,
 * so that none of a map's tiles lies half outside of it: 7 is 4 + 3 and 14 is 4 + 4 + 3 + 3.
 *
 * <p>The fourth output is the only one that takes the point at infinity, so a tile of three has one
 * point less, and otherwise the same ones, with the same weights and transforms. Extents of 1, 2
 * and 5 have no such sum; their last tile of three reaches past the end.
 *
 * @param extent outputs of the axis
 * @param tiles along the axis
 * @param wide how many of them, the first ones, have four outputs
 */
record WinogradAxis(int extent, int tiles, int wide) {
  /** Outputs of a tile; some have one less. */
  static final int OUTPUTS = 4;

  private static final int NARROW = OUTPUTS - 1;

  static WinogradAxis of(int extent) {
    int tiles = (extent + NARROW) / OUTPUTS;
    return new WinogradAxis(extent, tiles, Math.max(0, extent - NARROW * tiles));
  }

  /** The first output of a tile; of the next tile where this one ends, be it past the extent. */
  int start(int tile) {
    return NARROW * tile + Math.min(tile, wide);
  }

  /** The tile of an output. */
  int tile(int output) {
    int inWide = OUTPUTS * wide;
    return output < inWide ? output / OUTPUTS : wide + (output - inWide) / NARROW;
  }

  /** Whether a tile has four outputs. */
  boolean isWide(int tile) {
    return tile < wide;
  }

  /** Whether there are any tiles of four, or of three. */
  boolean has(boolean four) {
    return four ? wide > 0 : wide < tiles;
  }

  /** The outputs of a tile that are there. */
  Range outputs(int tile) {
    return new Range(start(tile), Math.min(extent, start(tile + 1)));
  }

  /** The outputs of a tile that lie in a range, which must have some of them. */
  Range outputs(int tile, Range wanted) {
    Range all = outputs(tile);
    return new Range(Math.max(all.from(), wanted.from()), Math.min(all.to(), wanted.to()));
  }
}
