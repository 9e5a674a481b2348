package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import java.util.Arrays;

/**
 * Copies the windows of pixels out of the input into left panels: each pixel's products in the
 * order of the reduction, kernel row, kernel column, input channel, with zeros for the padding.
 *
 * <p>A row of a dense kernel that reads all channels is one run in memory; otherwise each tap is a
 * run.
 */
final class WindowPacking {
  private static final int PIXELS = TileMicroKernel.PIXELS;

  private final ConvSpec spec;
  private final BlockSizes sizes;
  private final int channels;

  WindowPacking(ConvSpec spec, BlockSizes sizes) {
    this.spec = spec;
    this.sizes = sizes;
    this.channels = spec.groupInputChannels();
  }

  /**
   * Packs the steps {@code from} to {@code to} of the reduction of some pixels that lie next to
   * each other in a row of the output, and in one strip of panels.
   *
   * @param group whose channels are read
   * @param first the first of these pixels, counted from the start of the block
   */
  void pack(
      Block input,
      int group,
      int n,
      int oh,
      int ow,
      int first,
      int pixels,
      int from,
      int to,
      float[] target) {
    Axis height = spec.height();
    boolean rowsAreRuns = spec.width().dilation() == 1 && input.channels().length() == channels;
    int taps = rowsAreRuns ? spec.width().kernel() : 1;
    int run = taps * channels;
    int runsInRow = rowsAreRuns ? 1 : spec.width().kernel();
    int firstRun = from == 0 ? 0 : from / run;
    int kh = runsInRow == 1 ? firstRun : firstRun / runsInRow;
    int kw = runsInRow == 1 ? 0 : firstRun % runsInRow;
    int skipped = from - firstRun * run;
    int k = from;
    while (k < to) {
      int count = Math.min(run - skipped, to - k);
      int ih = height.position(oh, kh);
      int out = k - from;
      if (ih < 0 || ih >= height.input()) {
        for (int p = first; p < first + pixels; p++) {
          int row = sizes.row(p) + out;
          Arrays.fill(target, row, row + count, 0f);
        }
      } else {
        int row = input.index(n, group * channels, ih, 0) + skipped;
        int iw = spec.width().position(ow, kw);
        packRun(input, row, iw, taps, first, pixels, skipped, count, target, out);
      }
      k += count;
      skipped = 0;
      if (++kw == runsInRow) {
        kw = 0;
        kh++;
      }
    }
  }

  /** One run of each pixel: those at the edges one by one, those between them together. */
  private void packRun(
      Block input,
      int row,
      int firstColumn,
      int taps,
      int first,
      int pixels,
      int skipped,
      int count,
      float[] target,
      int out) {
    int stride = spec.width().stride();
    int columns = spec.width().input();
    int pixelFloats = input.channels().length();
    int p = 0;
    for (; p < pixels && firstColumn + p * stride < 0; p++) {
      int to = sizes.row(first + p) + out;
      clipped(input, row, firstColumn + p * stride, taps, skipped, count, target, to);
    }
    int last = columns - taps - firstColumn;
    int fitting = last < 0 ? 0 : stride == 1 ? last + 1 : last / stride + 1;
    int inside = Math.max(p, Math.min(pixels, fitting));
    if (inside > p) {
      RowTransform.copy(
          input.data(),
          row + (firstColumn + p * stride) * pixelFloats,
          stride * pixelFloats,
          target,
          sizes.panel((first + p) / PIXELS) + out,
          sizes.slotWidth(),
          (first + p) % PIXELS,
          inside - p,
          count);
    }
    for (p = inside; p < pixels; p++) {
      int to = sizes.row(first + p) + out;
      clipped(input, row, firstColumn + p * stride, taps, skipped, count, target, to);
    }
  }

  /** A run of which only the columns from 0 to the width lie in the input. */
  private void clipped(
      Block input, int row, int column, int taps, int skipped, int count, float[] target, int to) {
    Arrays.fill(target, to, to + count, 0f);
    int firstTap = Math.max(0, -column);
    int lastTap = Math.min(taps, spec.width().input() - column);
    int valid = Math.max(0, firstTap * channels - skipped);
    int end = Math.min(count, lastTap * channels - skipped);
    if (valid < end) {
      int source = row + column * input.channels().length() + valid;
      System.arraycopy(input.data(), source, target, to + valid, end - valid);
    }
  }
}
