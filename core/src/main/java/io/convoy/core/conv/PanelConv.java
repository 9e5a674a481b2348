package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
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
 *   for each block of tiles of pixels            (left panels fill a quarter of the second cache)
 *     for each stretch of the reduction          (right panel of a block fits the first cache)
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
  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final WindowPacking windows;
  private final TailTransform tail;

  PanelConv(String algorithm, ConvSpec spec, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.windows = new WindowPacking(spec);
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
    return Simd.FIRST_ALIGNED + weights.sizes().panelFloats(tiles()) + sumFloats();
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
    long all = (pixels + TileMicroKernel.PIXELS - 1) / TileMicroKernel.PIXELS;
    return (int) Math.min(all, weights.sizes().tiles());
  }

  /** The sums wait for the next stretch, all of a block's; with a single stretch one tile does. */
  private int sumFloats() {
    int tile = TileMicroKernel.PIXELS * TileMicroKernel.WIDE.channels();
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
    int rows = slice.outputRows().length();
    int pixels = slice.images().length() * rows * spec.width().output();
    int tilesInBlock = tiles();
    int pixelsInBlock = tilesInBlock * TileMicroKernel.PIXELS;
    int sums = Simd.FIRST_ALIGNED + weights.sizes().panelFloats(tilesInBlock);
    int stretches = weights.sizes().stretches();
    int firstChannel = g * spec.groupOutputChannels();
    int wide = TileMicroKernel.WIDE.channels();
    int firstBlock = Math.max(0, slice.outputChannels().from() - firstChannel) / wide;
    int lastBlock =
        Math.min(weights.blocks(), (slice.outputChannels().to() - firstChannel + wide - 1) / wide);
    for (int p0 = 0; p0 < pixels; p0 += pixelsInBlock) {
      int count = Math.min(pixelsInBlock, pixels - p0);
      int tiles = (count + TileMicroKernel.PIXELS - 1) / TileMicroKernel.PIXELS;
      for (int s = 0; s < stretches; s++) {
        pack(input, slice, scratchpad, g, s, p0, count);
        int depth = weights.depth(s);
        for (int j = firstBlock; j < lastBlock; j++) {
          TileMicroKernel tile = weights.tile(j);
          int panel = weights.panel(g, s, j);
          for (int t = 0; t < tiles; t++) {
            int c =
                stretches == 1
                    ? sums
                    : sums + ((j * tilesInBlock + t) * TileMicroKernel.PIXELS) * wide;
            int from = p0 + t * TileMicroKernel.PIXELS;
            int to = Math.min(p0 + count, from + TileMicroKernel.PIXELS);
            tile.forPixels(to - from)
                .run(
                    scratchpad,
                    weights.sizes().panel(t),
                    weights.panels(),
                    panel,
                    depth,
                    s == 0 ? TileMicroKernel.ZEROS : scratchpad,
                    s == 0 ? 0 : c,
                    scratchpad,
                    c);
            if (s == stretches - 1) {
              finish(residual, output, slice, scratchpad, c, firstChannel, j, from, to);
            }
          }
        }
      }
    }
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
      int row = p % TileMicroKernel.PIXELS;
      int inTile = Math.min(TileMicroKernel.PIXELS - row, count - p);
      int pixels = Math.min(inTile, columns - ow);
      int at =
          weights.sizes().panel(p / TileMicroKernel.PIXELS) + row * TileMicroKernel.PANEL_STRIDE;
      windows.pack(input, g, n, oh, ow, pixels, from, to, scratchpad, at);
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

  /** Writes the pixels {@code from} to {@code to} of a tile that is summed up. */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int c,
      int firstChannel,
      int block,
      int from,
      int to) {
    int width = weights.tile(block).channels();
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
      int sums = c + (p - from) * width + oc0 - blockChannel;
      tail.run(scratchpad, sums, width, residual, output, n, oh, ow, pixels, oc0, oc1);
      p += pixels;
      ow = 0;
      if (++oh == slice.outputRows().to()) {
        oh = slice.outputRows().from();
        n++;
      }
    }
  }
}
