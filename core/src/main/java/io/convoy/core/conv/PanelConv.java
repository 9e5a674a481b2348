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
 *   for each block of tiles of pixels            (three strips of left panels, or what the cache takes)
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
  private static final int WIDE = TileMicroKernel.WIDE.channels();

  /** Tiles that are finished together: a tail costs some cycles to start, and one low tile few. */
  private static final int TAIL_TILES = Math.max(1, 16 / PIXELS);

  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final WindowPacking windows;
  private final TailTransform tail;

  /** Columns of the output. */
  private final int columns;

  /** Tiles of a block: what the cache takes, or all there are. */
  private final int tiles;

  /** Where sums wait in the scratchpad, and how many do. */
  private final int sums;

  private final int sumFloats;

  PanelConv(String algorithm, ConvSpec spec, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.windows = new WindowPacking(spec, weights.sizes());
    this.tail = new TailTransform(spec.activation(), weights.bias());
    this.columns = spec.width().output();
    long pixels = (long) spec.images() * spec.height().output() * columns;
    this.tiles = (int) Math.min((pixels + PIXELS - 1) / PIXELS, weights.sizes().tiles());
    this.sums = Block.ALIGNED + weights.sizes().panelFloats(tiles);
    // They wait for the next stretch, all of a block's; with a single stretch only for the tail.
    int waiting = weights.sizes().stretches() == 1 ? TAIL_TILES : tiles * weights.blocks();
    this.sumFloats = Math.multiplyExact(waiting, PIXELS * WIDE);
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
    return sums + sumFloats;
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new PanelConv(algorithm, other, weights);
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
    int pixels = pixels(slice);
    int pixelsInBlock = tiles * PIXELS;
    for (int p0 = 0; p0 < pixels; p0 += pixelsInBlock) {
      int count = Math.min(pixelsInBlock, pixels - p0);
      for (int s = 0; s < weights.sizes().stretches(); s++) {
        pack(input, slice, scratchpad, g, s, p0, count);
        multiply(residual, output, slice, scratchpad, g, s, p0, count);
      }
    }
  }

  private int pixels(ConvSlice slice) {
    return slice.images().length() * slice.outputRows().length() * columns;
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
    int firstChannel = g * spec.groupOutputChannels();
    int firstBlock = Math.max(0, slice.outputChannels().from() - firstChannel) / WIDE;
    int lastBlock =
        Math.min(weights.blocks(), (slice.outputChannels().to() - firstChannel + WIDE - 1) / WIDE);
    // The last block first: what its vectors write past the end of a pixel is the next pixel's
    // first channels, whose turn is still to come.
    for (int j = lastBlock - 1; j >= firstBlock; j--) {
      int whole = Math.min(count, wholePixels(residual, output, slice, g, j) - p0);
      int t = whole < PIXELS ? 0 : whole / PIXELS;
      wholeTiles(residual, output, slice, scratchpad, g, j, p0, t);
      for (; t * PIXELS < count; t++) {
        int first = p0 + t * PIXELS;
        tile(
            residual,
            output,
            slice,
            scratchpad,
            g,
            s,
            j,
            t,
            first,
            Math.min(PIXELS, p0 + count - first));
      }
    }
  }

  /**
   * How many of a slice's pixels, from its first, can be written in whole vectors of a block of
   * channels.
   */
  private int wholePixels(Block residual, Block output, ConvSlice slice, int g, int j) {
    int oc = channel(g, j);
    Range channels = slice.outputChannels();
    boolean linear =
        weights.sizes().stretches() == 1
            && channels.from() <= oc
            && slice.isLinearIn(output)
            && (residual == null || slice.isLinearIn(residual));
    int past = oc + weights.tile(j).channels() - endChannel(slice, g);
    if (!linear || (past > 0 && spec.groups() > 1)) {
      return 0;
    }
    int pixels = pixels(slice);
    return past <= 0
        ? pixels
        : tail.wholePixels(pixels, past, residual, output, channels.from(), channels.to());
  }

  /** The first output channel of a block of a group. */
  private int channel(int g, int j) {
    return g * spec.groupOutputChannels() + j * WIDE;
  }

  /** The channel after the last of a group that a slice wants. */
  private int endChannel(ConvSlice slice, int g) {
    return Math.min(slice.outputChannels().to(), (g + 1) * spec.groupOutputChannels());
  }

  /**
   * Multiplies the first {@code count} tiles of a block of pixels with one block of output
   * channels, in whole vectors, and finishes them. All that doesn't change from tile to tile is
   * found before: with a short reduction a tile is done in a hundred cycles.
   */
  private void wholeTiles(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int g,
      int j,
      int p0,
      int count) {
    FullTileMicroKernel tile = weights.tile(j);
    int width = tile.channels();
    int oc = channel(g, j);
    int yStep = output.channels().length();
    int yo = origin(output, slice) + p0 * yStep + oc;
    int rStep = residual == null ? 0 : residual.channels().length();
    int ro = residual == null ? 0 : origin(residual, slice) + p0 * rStep + oc;
    boolean nothing = residual == null && tail.isNothing();
    boolean inRegisters = residual == null && tail.isLowerBound();
    float[] y = output.data();
    float[] added = residual == null ? TailTransform.NOTHING : residual.data();
    int addedChannel = residual == null ? 0 : 1;
    float[] panels = weights.panels();
    int panel = weights.panel(g, 0, j);
    int depth = weights.depth(0);
    int slots = weights.sizes().slots();
    int slotWidth = weights.sizes().slotWidth();
    int strip = weights.sizes().panel(0);
    int t = 0;
    while (t < count) {
      int left = TileMicroKernel.before(strip);
      int end = Math.min(count, t + slots);
      while (t < end) {
        int together = inRegisters ? 1 : Math.min(TAIL_TILES, end - t);
        int pixels = together * PIXELS;
        if (nothing) {
          tile.run(scratchpad, left, panels, panel, depth, y, yo, yStep);
        } else if (inRegisters) {
          tile.finish(
              scratchpad, left, panels, panel, depth, tail.bias(), oc, tail.low(), y, yo, yStep);
        } else {
          for (int i = 0; i < together; i++) {
            int to = sums + i * PIXELS * width;
            tile.run(scratchpad, left + i * slotWidth, panels, panel, depth, scratchpad, to, width);
          }
          tail.run(
              scratchpad,
              sums,
              width,
              added,
              ro,
              rStep,
              addedChannel,
              y,
              yo,
              yStep,
              pixels,
              oc,
              width);
        }
        left += together * slotWidth;
        yo += pixels * yStep;
        ro += pixels * rStep;
        t += together;
      }
      strip += PIXELS * TileMicroKernel.PANEL_STRIDE;
    }
  }

  /**
   * Multiplies one stretch of the pixels of any tile with one block of output channels, by lower
   * tiles where they fill no high one, and finishes them after the last stretch.
   *
   * @param first of its pixels in the slice
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
      int pixels) {
    TileMicroKernel block = weights.tile(j);
    int width = block.channels();
    int at = weights.sizes().stretches() == 1 ? sums : sums + (j * tiles + t) * PIXELS * WIDE;
    int left = weights.sizes().panel(t);
    int panel = weights.panel(g, s, j);
    int depth = weights.depth(s);
    float[] panels = weights.panels();
    int p = 0;
    while (p < pixels) {
      TileMicroKernel tile = block.forPixels(pixels - p);
      int row = TileMicroKernel.before(left + p * TileMicroKernel.PANEL_STRIDE);
      int to = at + p * width;
      if (s == 0) {
        tile.run(scratchpad, row, panels, panel, depth, scratchpad, to, width);
      } else {
        tile.resume(
            scratchpad, row, panels, panel, depth, scratchpad, to, width, scratchpad, to, width);
      }
      p += tile.pixels();
    }
    if (s == weights.sizes().stretches() - 1) {
      finish(residual, output, slice, scratchpad, at, g, j, first, first + pixels);
    }
  }

  /** Where the first pixel of a slice lies in a block, channel 0. */
  private static int origin(Block block, ConvSlice slice) {
    return block.index(slice.images().from(), 0, slice.outputRows().from(), 0);
  }

  /** Packs one stretch of the windows of {@code count} pixels. */
  private void pack(
      Block input, ConvSlice slice, float[] scratchpad, int g, int stretch, int p0, int count) {
    int from = stretch * weights.sizes().depth();
    int to = from + weights.depth(stretch);
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
   * @param at where the sums of the first of them lie
   */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int at,
      int g,
      int block,
      int from,
      int to) {
    int width = weights.tile(block).channels();
    int blockChannel = channel(g, block);
    int oc0 = Math.max(slice.outputChannels().from(), blockChannel);
    int oc1 = Math.min(endChannel(slice, g), blockChannel + width);
    int ow = from % columns;
    int oh = slice.outputRows().from() + from / columns % slice.outputRows().length();
    int n = slice.images().from() + from / columns / slice.outputRows().length();
    int p = from;
    while (p < to) {
      int pixels = Math.min(to - p, columns - ow);
      int first = at + (p - from) * width + oc0 - blockChannel;
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
