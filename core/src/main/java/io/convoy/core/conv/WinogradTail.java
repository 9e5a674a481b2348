package io.convoy.core.conv;

import io.convoy.core.tensor.Block;

/**
 * The way out of those of Winograd's tiles that its transform can't write straight into the output:
 * where a slice wants a part of a tile or of a block of channels, the map ends inside a tile, or
 * the activation is more than a lower bound.
 */
final class WinogradTail {
  private final PanelWeights weights;
  private final TailTransform tail;

  /** Columns of the output. */
  private final int columns;

  WinogradTail(PanelWeights weights, TailTransform tail, int columns) {
    this.weights = weights;
    this.tail = tail;
    this.columns = columns;
  }

  /**
   * How many pixels of a row, from its first, take whole vectors of a block of channels that the
   * layer's last channels don't fill.
   */
  int wholeColumns(int j, Block residual, Block output, ConvSlice slice) {
    int oc = j * TileMicroKernel.WIDE.channels();
    int from = slice.outputChannels().from();
    int to = slice.outputChannels().to();
    int past = oc + weights.tile(j).channels() - to;
    return past <= 0 || from > oc ? 0 : tail.wholePixels(columns, past, residual, output, from, to);
  }

  /**
   * Finishes the pixels {@code ow} to {@code to} of a row of the output, the first {@code whole} of
   * them in whole vectors.
   *
   * @param sums of the first pixel, from {@code so}: channels of the block {@code j} from {@code
   *     oc0} on; the next pixel's follow after the block's width
   */
  void row(
      int j,
      float[] sums,
      int so,
      Block residual,
      Block output,
      int n,
      int oh,
      int ow,
      int whole,
      int to,
      int oc0,
      int oc1) {
    int width = weights.tile(j).channels();
    if (whole > 0) {
      int end = j * TileMicroKernel.WIDE.channels() + width;
      tail.run(sums, so, width, residual, output, n, oh, ow, whole, oc0, end);
    }
    int w = ow + whole;
    if (w < to) {
      int rest = so + whole * width;
      tail.run(sums, rest, width, residual, output, n, oh, w, to - w, oc0, oc1);
    }
  }
}
