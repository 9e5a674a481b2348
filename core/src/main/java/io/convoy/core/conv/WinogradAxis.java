package io.convoy.core.conv;

import io.convoy.core.tensor.Range;

/**
 * How Winograd's convolution cuts one axis of the output into tiles of so many outputs, then of one
 * less, so that none of a map's tiles lies half outside of it: in fours 7 is 4 + 3 and 14 is 4 + 4
 * + 3 + 3, in sixes 28 is 6 + 6 + 6 + 5 + 5.
 *
 * <p>The last output is the only one that takes the point at infinity, so a narrow tile has one
 * point less, and otherwise the same ones, with the same weights and transforms. Some short extents
 * have no such sum, in fours 1, 2 and 5; their last tile reaches past the end.
 *
 * @param extent outputs of the axis
 * @param outputs of a wide tile
 * @param tiles along the axis
 * @param wide how many of them, the first ones, are wide
 */
record WinogradAxis(int extent, int outputs, int tiles, int wide) {
  static WinogradAxis of(int extent, int outputs) {
    int tiles = (extent + outputs - 1) / outputs;
    return new WinogradAxis(extent, outputs, tiles, Math.max(0, extent - (outputs - 1) * tiles));
  }

  /** Whether all tiles together have no more outputs than the axis. */
  boolean isExact() {
    return start(tiles) == extent;
  }

  /** The first output of a tile; of the next tile where this one ends, be it past the extent. */
  int start(int tile) {
    return (outputs - 1) * tile + Math.min(tile, wide);
  }

  /** The tile of an output. */
  int tile(int output) {
    int inWide = outputs * wide;
    return output < inWide ? output / outputs : wide + (output - inWide) / (outputs - 1);
  }

  /** Whether a tile is wide. */
  boolean isWide(int tile) {
    return tile < wide;
  }

  /** Whether there are any wide tiles, or narrow ones. */
  boolean has(boolean ofWide) {
    return ofWide ? wide > 0 : wide < tiles;
  }

  /** The outputs of a tile that are there. */
  Range outputs(int tile) {
    return new Range(start(tile), Math.min(extent, start(tile + 1)));
  }

  /** The outputs of the tiles that have some of a range, as far as they are there. */
  Range whole(Range some) {
    return some.isEmpty()
        ? some
        : new Range(start(tile(some.from())), outputs(tile(some.to() - 1)).to());
  }

  /** The outputs of a tile that lie in a range, which must have some of them. */
  Range outputs(int tile, Range wanted) {
    Range all = outputs(tile);
    return new Range(Math.max(all.from(), wanted.from()), Math.min(all.to(), wanted.to()));
  }
}
