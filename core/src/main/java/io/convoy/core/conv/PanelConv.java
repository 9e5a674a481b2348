package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A convolution as a product of packed panels: windows of pixels on the left, weights on the right.
 *
 * <p><b>Algorithm.</b> {@code y[p, oc] = sum over k of window[p, k] · weights[k, oc]}, with {@code
 * k} running over kernel row, kernel column, input channel: the order of the reference, and its
 * bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each group
 *   for each block of tiles of pixels            (four strips of left panels, or what the cache takes)
 *     for each stretch of the reduction          (right panels stream from the second cache)
 *       pack the windows of these pixels
 *       for each block of output channels
 *         for each tile: micro-kernel; after the last stretch bias, residual, activation, out
 * </pre>
 *
 * <p>A window is packed once for all output channels, which is why any stride, dilation and padding
 * costs the same. The slice's pixels are numbered through, images after rows after columns, so that
 * only the last tile of a slice has pixels to spare.
 */
final class PanelConv implements PreparedConv {
  private static final int PIXELS = TileMicroKernel.PIXELS;

  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final WindowPacking windows;
  private final TailTransform tail;

  PanelConv(String algorithm, ConvSpec spec, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.windows = new WindowPacking(spec, weights.sizes());
    this.tail = new TailTransform(spec.activation(), weights.bias());
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  @Override
  public int scratchpadFloats() {
    return Block.ALIGNED + weights.sizes().panelFloats(tiles()) + sumFloats();
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new PanelConv(algorithm, other, weights);
  }

  /** Tiles of a block: what the cache takes, or all there are. */
  private int tiles() {
    long pixels = (long) spec.images() * spec.height().output() * spec.width().output();
    long all = (pixels + PIXELS - 1) / PIXELS;
    return (int) Math.min(all, weights.sizes().tiles());
  }

  /** The sums wait for the next stretch, all of a block's; with a single stretch one tile does. */
  private int sumFloats() {
    int tile = PIXELS * TileMicroKernel.WIDE.channels();
    return weights.sizes().stretches() == 1 ? tile : tiles() * weights.blocks() * tile;
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int perGroup = spec.groupOutputChannels();
    Range channels = slice.outputChannels();
    for (int g = channels.from() / perGroup; g * perGroup < channels.to(); g++) {
      group(input, residual, output, slice, scratchpad, g);
    }
  }

  private void group(
      Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad, int g) {
    int pixels = slice.images().length() * slice.outputRows().length() * spec.width().output();
    int pixelsInBlock = tiles() * PIXELS;
    for (int p0 = 0; p0 < pixels; p0 += pixelsInBlock) {
      int count = Math.min(pixelsInBlock, pixels - p0);
      for (int s = 0; s < weights.sizes().stretches(); s++) {
        pack(input, slice, scratchpad, g, s, p0, count);
        multiply(residual, output, slice, scratchpad, g, s, p0, count);
      }
    }
  }

  /** Multiplies one stretch of a block of pixels with all blocks of output channels of a slice. */
  private void multiply(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int g,
      int s,
      int p0,
      int count) {
    int wide = TileMicroKernel.WIDE.channels();
    int firstChannel = g * spec.groupOutputChannels();
    int firstBlock = Math.max(0, slice.outputChannels().from() - firstChannel) / wide;
    int lastBlock =
        Math.min(weights.blocks(), (slice.outputChannels().to() - firstChannel + wide - 1) / wide);
    int endChannel =
        Math.min(slice.outputChannels().to(), firstChannel + spec.groupOutputChannels());
    for (int j = firstBlock; j < lastBlock; j++) {
      int oc = firstChannel + j * wide;
      int width = weights.tile(j).channels();
      // Where the blocks' pixels lie as the slice's do, there are no rows to mind.
      boolean linear =
          slice.outputChannels().from() <= oc
              && oc + width <= endChannel
              && isLinear(output, slice)
              && (residual == null || isLinear(residual, slice));
      for (int t = 0; t * PIXELS < count; t++) {
        int pixels = Math.min(PIXELS, count - t * PIXELS);
        tile(residual, output, slice, scratchpad, g, s, j, t, p0 + t * PIXELS, pixels, linear);
      }
    }
  }

  /**
   * Multiplies one stretch of one tile with one block of output channels, and finishes it after the
   * last stretch.
   *
   * @param first of its pixels in the slice
   * @param linear whether all blocks hold the slice's pixels next to each other, and the slice all
   *     channels of the block
   */
  private void tile(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int g,
      int s,
      int j,
      int t,
      int first,
      int pixels,
      boolean linear) {
    TileMicroKernel wide = weights.tile(j);
    TileMicroKernel tile = wide.forPixels(pixels);
    int width = wide.channels();
    int oc = g * spec.groupOutputChannels() + j * TileMicroKernel.WIDE.channels();
    boolean last = s == weights.sizes().stretches() - 1;
    int sums = sums(j, t);
    // A full tile goes straight into the output, and is finished there.
    boolean straight = last && linear && residual == null && pixels == tile.pixels();
    int yStep = output.channels().length();
    int yo = linear ? origin(output, slice) + first * yStep + oc : 0;
    float[] y = straight ? output.data() : scratchpad;
    int at = straight ? yo : sums;
    int step = straight ? yStep : width;
    int left = weights.sizes().panel(t);
    int panel = weights.panel(g, s, j);
    int depth = weights.depth(s);
    float[] panels = weights.panels();
    if (s == 0) {
      tile.run(scratchpad, left, panels, panel, depth, y, at, step);
    } else {
      tile.resume(scratchpad, left, panels, panel, depth, scratchpad, sums, width, y, at, step);
    }
    if (!last || (straight && tail.isNothing())) {
      return;
    }
    if (!linear) {
      finish(residual, output, slice, scratchpad, sums, g, j, first, first + pixels);
    } else if (residual == null) {
      tail.run(y, at, step, output.data(), yo, yStep, pixels, oc, width);
    } else {
      int rStep = residual.channels().length();
      int ro = origin(residual, slice) + first * rStep + oc;
      float[] r = residual.data();
      tail.run(y, at, step, r, ro, rStep, output.data(), yo, yStep, pixels, oc, width);
    }
  }

  /** Whether a slice's pixels lie next to each other in a block. */
  private static boolean isLinear(Block block, ConvSlice slice) {
    return slice.images().length() == 1 || block.rows().equals(slice.outputRows());
  }

  /** Where the first pixel of a slice lies in a block, channel 0. */
  private static int origin(Block block, ConvSlice slice) {
    return block.index(slice.images().from(), 0, slice.outputRows().from(), 0);
  }

  /** Where the sums of a tile wait. */
  private int sums(int j, int t) {
    int start = Block.ALIGNED + weights.sizes().panelFloats(tiles());
    return weights.sizes().stretches() == 1
        ? start
        : start + (j * tiles() + t) * PIXELS * TileMicroKernel.WIDE.channels();
  }

  /** Packs one stretch of the windows of {@code count} pixels. */
  private void pack(
      Block input, ConvSlice slice, float[] scratchpad, int g, int stretch, int p0, int count) {
    int from = stretch * weights.sizes().depth();
    int to = from + weights.depth(stretch);
    int columns = spec.width().output();
    int ow = p0 % columns;
    int oh = slice.outputRows().from() + p0 / columns % slice.outputRows().length();
    int n = slice.images().from() + p0 / columns / slice.outputRows().length();
    int p = 0;
    while (p < count) {
      int inStrip = Math.min(weights.sizes().stripEnd(p), count) - p;
      int pixels = Math.min(inStrip, columns - ow);
      windows.pack(input, g, n, oh, ow, p, pixels, from, to, scratchpad);
      p += pixels;
      ow += pixels;
      if (ow == columns) {
        ow = 0;
        if (++oh == slice.outputRows().to()) {
          oh = slice.outputRows().from();
          n++;
        }
      }
    }
  }

  /**
   * Finishes the pixels {@code from} to {@code to} of a slice, which are of one tile, row by row.
   *
   * @param sums where those of the first of them lie
   */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int sums,
      int g,
      int block,
      int from,
      int to) {
    int width = weights.tile(block).channels();
    int firstChannel = g * spec.groupOutputChannels();
    int blockChannel = firstChannel + block * TileMicroKernel.WIDE.channels();
    int groupEnd = firstChannel + spec.groupOutputChannels();
    int oc0 = Math.max(slice.outputChannels().from(), blockChannel);
    int oc1 = Math.min(Math.min(slice.outputChannels().to(), groupEnd), blockChannel + width);
    int columns = spec.width().output();
    int ow = from % columns;
    int oh = slice.outputRows().from() + from / columns % slice.outputRows().length();
    int n = slice.images().from() + from / columns / slice.outputRows().length();
    int p = from;
    while (p < to) {
      int pixels = Math.min(to - p, columns - ow);
      int first = sums + (p - from) * width + oc0 - blockChannel;
      tail.run(scratchpad, first, width, residual, output, n, oh, ow, pixels, oc0, oc1);
      p += pixels;
      ow = 0;
      if (++oh == slice.outputRows().to()) {
        oh = slice.outputRows().from();
        n++;
      }
    }
  }
}
