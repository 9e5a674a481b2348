package io.convoy.core.conv;

import io.convoy.core.tensor.Block;

/**
 * Copies the windows of pixels out of the input into left panels: each pixel's products in the
 * order of the reduction, kernel row, kernel column, input channel, with zeros for the padding.
 *
 * <p>A row of a dense kernel that reads all channels is one run in memory; otherwise each tap is a
 * run.
 */
final class WindowPacking {
  private final ConvSpec spec;
  private final int channels;

  WindowPacking(ConvSpec spec) {
    this.spec = spec;
    this.channels = spec.groupInputChannels();
  }

  /**
   * Packs one pixel's steps {@code from} to {@code to} of the reduction.
   *
   * @param group whose channels are read
   * @param target the panel, from {@code at}, with room for a vector after it
   */
  void pack(
      Block input, int group, int n, int oh, int ow, int from, int to, float[] target, int at) {
    Axis height = spec.height();
    Axis width = spec.width();
    int firstChannel = group * channels;
    boolean rowsAreRuns = width.dilation() == 1 && input.channels().length() == channels;
    int taps = rowsAreRuns ? width.kernel() : 1;
    int run = taps * channels;
    int runsInRow = rowsAreRuns ? 1 : width.kernel();
    int first = from / run;
    int kh = first / runsInRow;
    int kw = first % runsInRow;
    int skipped = from - first * run;
    int k = from;
    int out = at;
    while (k < to) {
      int count = Math.min(run - skipped, to - k);
      int ih = height.position(oh, kh);
      int iw = width.position(ow, kw);
      if (ih < 0 || ih >= height.input() || iw >= width.input() || iw + taps <= 0) {
        RowTransform.zero(target, out, count);
      } else {
        int start = input.index(n, firstChannel, ih, 0) + iw * input.channels().length() + skipped;
        if (iw >= 0 && iw + taps <= width.input()) {
          RowTransform.copy(input.data(), start, target, out, count);
        } else {
          int valid = Math.max(0, -iw * channels - skipped);
          int end = Math.min(count, (width.input() - iw) * channels - skipped);
          clipped(input.data(), start, target, out, count, Math.min(valid, count), end);
        }
      }
      k += count;
      out += count;
      skipped = 0;
      if (++kw == runsInRow) {
        kw = 0;
        kh++;
      }
    }
  }

  /** A run of which only {@code valid} to {@code end} lies in the input. */
  private static void clipped(
      float[] source, int start, float[] target, int at, int count, int valid, int end) {
    RowTransform.zero(target, at, count);
    if (valid < end) {
      System.arraycopy(source, start + valid, target, at + valid, end - valid);
    }
  }
}
