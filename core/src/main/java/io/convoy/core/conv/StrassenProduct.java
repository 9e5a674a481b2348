package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * The dense convolution with seven eighths of the multiplications: Strassen's product of matrices,
 * in Winograd's form, which has the fewest additions.
 *
 * <p><b>Algorithm.</b> The convolution is a product of windows and weights in 2×2 blocks, those of
 * {@link StrassenBlocks}. It takes seven products of blocks instead of eight:
 *
 * <pre>
 *   s = z + w − x          u  = x·a              pixel 0, block 0 = u  + y·c
 *   t = d − (b − a)        u' = u + s·t          pixel 0, block 1 = (u' + v) + (y − s)·d
 *                          v  = (z + w)·(b − a)  pixel 1, block 0 = u" + w·(c − t)
 *                          u" = u' + (x − z)·(d − b)
 *                                                pixel 1, block 1 = u" + v
 * </pre>
 *
 * <p>A product is added to what stands before it step by step, by fused multiply-adds; {@link
 * StrassenReference} has each operation in its order, and gives the same bits. The last pixel of an
 * image that has an odd number of them is paired with zeros.
 *
 * <p><b>Numerics.</b> The sum is another one than the direct kernel's, so the bits are others too,
 * and a pixel's last bits depend on the one that it is paired with. Largest error over largest
 * output, measured against double: 1e-6 for 256 and 3e-6 for 2048 products on photos and rectified
 * maps; the bound that is tested is 5e-5. An infinity or NaN in the input spreads to the other
 * pixel of its pair, and one in the weights to the other channel.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each block of tiles of pairs     (left panels of all products in half the second cache)
 *   for each tile: windows into the first cache, and their sums into the left panels
 *   for each block of output channels
 *     for each product, for each tile: micro-kernel
 *     for each tile: the last sums, bias, residual, activation, out
 * </pre>
 *
 * <p>Source: V. Strassen, "Gaussian Elimination is not Optimal", 1969; S. Winograd's form is in D.
 * Knuth, "The Art of Computer Programming", volume 2, section 4.6.4.
 */
final class StrassenProduct implements PreparedConv {
  private static final int PRODUCTS = StrassenBlocks.PRODUCTS;
  private static final int PIXELS = TileMicroKernel.PIXELS;
  private static final int WIDE = TileMicroKernel.WIDE.channels();

  /** What a whole vector may read past the end of a window. */
  private static final int SLACK = 16;

  /** The sum that a product starts from, where there is none. */
  private static final int ZERO = -1;

  private final ConvSpec spec;
  private final PanelWeights weights;
  private final TailTransform tail;
  private final WindowPacking windows;

  /** Steps of half a reduction. */
  private final int half;

  /** Pixels of an image of the output. */
  private final int pixels;

  /** Whether a pixel's window is the pixel of the input: 1×1, stride 1, no padding. */
  private final boolean pointwise;

  /** Tiles of a block. */
  private final int tiles;

  /**
   * Where the left panels of a stretch start: {@code lefts[(7 · stretch + product) · tiles +
   * tile]}.
   */
  private final int[] lefts;

  // Where things lie in the scratchpad: a tile's windows where they are pixels, and sums of a
  // block.
  private final int pair;
  private final int sumFloats;
  private final int u;
  private final int v;
  private final int y00;
  private final int y01;
  private final int y10;
  private final int end;

  StrassenProduct(ConvSpec spec, PanelWeights weights) {
    this.spec = spec;
    this.weights = weights;
    this.tail = new TailTransform(spec.activation(), weights.bias());
    BlockSizes sizes = weights.sizes();
    this.windows = new WindowPacking(spec, sizes);
    this.half = spec.reduction() / 2;
    this.pixels = spec.height().output() * spec.width().output();
    this.pointwise =
        spec.height().kernel() == 1
            && spec.width().kernel() == 1
            && isPlain(spec.height())
            && isPlain(spec.width());
    this.tiles = tiles(spec, sizes);
    // The windows of a tile are four tiles of panels: both pixels, both halves.
    int windowTiles = pointwise ? 0 : 4;
    this.lefts = new int[sizes.stretches() * PRODUCTS * tiles];
    for (int i = 0; i < lefts.length; i++) {
      lefts[i] = sizes.panel(windowTiles + i);
    }
    this.pair = Block.ALIGNED + sizes.panelFloats(windowTiles + lefts.length);
    this.sumFloats = (tiles * PIXELS + TileMicroKernel.SPARE) * WIDE;
    this.u = pair + (pointwise ? 2 * PIXELS * spec.reduction() + SLACK : 0);
    this.v = u + sumFloats;
    this.y00 = v + sumFloats;
    this.y01 = y00 + sumFloats;
    this.y10 = y01 + sumFloats;
    this.end = y10 + sumFloats;
  }

  /** Packed weights without numbers, which can be measured. */
  static PanelWeights outline(ConvSpec spec) {
    return PanelWeights.outline(
        StrassenBlocks.PRODUCTS,
        StrassenBlocks.firsts(spec.outputChannels()),
        spec.reduction() / 2,
        spec.outputChannels());
  }

  /** Packs what the products take of the weights. */
  static PanelWeights weights(ConvSpec spec, Filter filter) {
    PanelWeights weights =
        PanelWeights.zeros(
            StrassenBlocks.PRODUCTS,
            StrassenBlocks.firsts(spec.outputChannels()),
            spec.reduction() / 2,
            filter.bias());
    StrassenBlocks.weights(spec, filter, weights::place);
    return weights;
  }

  private static boolean isPlain(Axis axis) {
    return axis.stride() == 1 && axis.position(0, 0) == 0 && axis.input() == axis.output();
  }

  private static int tiles(ConvSpec spec, BlockSizes sizes) {
    int tileBytes = Float.BYTES * sizes.stretches() * PRODUCTS * PIXELS * sizes.slotWidth();
    int most = Math.max(2, Caches.HERE.level2() / 2 / tileBytes);
    long pairs = spec.images() * ((long) spec.height().output() * spec.width().output() + 1) / 2;
    return (int) Math.min(most, (pairs + PIXELS - 1) / PIXELS);
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return "strassen";
  }

  @Override
  public int scratchpadFloats() {
    return end;
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new StrassenProduct(other, weights);
  }

  @Override
  public Range inputRows(Range outputRows) {
    return ConvSlice.rowsRead(spec, StrassenBlocks.rows(spec, outputRows));
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int pairs = slice.images().length() * pairsOfImage(slice);
    for (int p0 = 0; p0 < pairs; p0 += tiles * PIXELS) {
      int count = Math.min(tiles * PIXELS, pairs - p0);
      for (int t = 0; t * PIXELS < count; t++) {
        int first = p0 + t * PIXELS;
        pack(input, slice, first, Math.min(PIXELS, p0 + count - first), t, scratchpad);
      }
      multiply(residual, output, slice, p0, count, scratchpad);
    }
  }

  /** The first of an image's pairs that a slice wants a pixel of. */
  private int firstPair(ConvSlice slice) {
    return slice.outputRows().from() * spec.width().output() / 2;
  }

  private int pairsOfImage(ConvSlice slice) {
    return (slice.outputRows().to() * spec.width().output() + 1) / 2 - firstPair(slice);
  }

  /** Makes a tile's rows of all left panels from the windows of some pairs of a slice. */
  private void pack(Block input, ConvSlice slice, int first, int count, int t, float[] scratchpad) {
    int depth = weights.sizes().depth();
    int step = pointwise ? spec.reduction() : TileMicroKernel.PANEL_STRIDE;
    for (int s = 0; s < weights.sizes().stretches(); s++) {
      if (s == 0 || !pointwise) {
        gather(input, slice, first, count, s, scratchpad);
      }
      for (int i = 0; i < count; i++) {
        int x = row(2 * i) + (pointwise ? s * depth : 0);
        StrassenTransform.left(
            scratchpad,
            x,
            pointwise ? x + half : row(2 * i + 2 * PIXELS),
            step,
            weights.depth(s),
            scratchpad,
            i * TileMicroKernel.PANEL_STRIDE,
            lefts,
            s * PRODUCTS * tiles + t,
            tiles);
      }
    }
  }

  /** Brings what some pairs of a slice multiply in a stretch into the first cache. */
  private void gather(
      Block input, ConvSlice slice, int first, int count, int s, float[] scratchpad) {
    int ofImage = pairsOfImage(slice);
    int i = 0;
    while (i < count) {
      int n = slice.images().from() + (first + i) / ofImage;
      int inImage = (first + i) % ofImage;
      int pairs = Math.min(count - i, ofImage - inImage);
      int pixel = 2 * (firstPair(slice) + inImage);
      int there = Math.min(2 * pairs, pixels - pixel);
      gather(input, n, pixel, there, 2 * i, s, scratchpad);
      if (there < 2 * pairs) {
        clear(2 * i + there, s, scratchpad);
      }
      i += pairs;
    }
  }

  /**
   * Where the window of a pixel of a tile lies; or a stretch of its first half, with that of its
   * second half in the row {@code 2 · PIXELS} further on.
   */
  private int row(int i) {
    return pointwise ? pair + i * spec.reduction() : weights.sizes().row(i);
  }

  /** The same for some pixels of an image that follow one another, from row {@code i}. */
  private void gather(Block input, int n, int pixel, int count, int i, int s, float[] scratchpad) {
    int columns = spec.width().output();
    if (pointwise && input.channels().length() == spec.reduction()) {
      int from = input.index(n, 0, pixel / columns, pixel % columns);
      // In one go: so the processor fetches ahead what comes from memory.
      System.arraycopy(input.data(), from, scratchpad, row(i), count * spec.reduction());
      return;
    }
    int from = s * weights.sizes().depth();
    int to = from + weights.depth(s);
    int p = 0;
    while (p < count) {
      int oh = (pixel + p) / columns;
      int ow = (pixel + p) % columns;
      int first = i + p;
      int run = 1;
      if (pointwise) {
        int at = input.index(n, 0, oh, ow);
        System.arraycopy(input.data(), at, scratchpad, row(first), spec.reduction());
      } else {
        // In a row of the output, and in a tile of panels.
        run = Math.min(Math.min(count - p, columns - ow), PIXELS - first % PIXELS);
        int second = first + 2 * PIXELS;
        windows.pack(input, 0, n, oh, ow, first, run, from, to, scratchpad);
        windows.pack(input, 0, n, oh, ow, second, run, half + from, half + to, scratchpad);
      }
      p += run;
    }
  }

  /** Puts zeros for a pixel that isn't there. */
  private void clear(int i, int s, float[] scratchpad) {
    int at = row(i);
    if (pointwise) {
      Arrays.fill(scratchpad, at, at + spec.reduction(), 0f);
    } else {
      int second = row(i + 2 * PIXELS);
      Arrays.fill(scratchpad, at, at + weights.depth(s), 0f);
      Arrays.fill(scratchpad, second, second + weights.depth(s), 0f);
    }
  }

  /** Multiplies a block of pairs with all blocks of output channels of a slice. */
  private void multiply(
      Block residual, Block output, ConvSlice slice, int p0, int count, float[] scratchpad) {
    for (int j = 0; j < weights.blocks(); j++) {
      int oc = StrassenBlocks.channel(j * WIDE);
      int width = weights.tile(j).channels();
      if (meets(slice, oc, width) || meets(slice, oc + StrassenBlocks.CHANNELS, width)) {
        product(0, j, 0, count, ZERO, u, scratchpad);
        product(1, j, 0, count, u, y00, scratchpad);
        product(2, j, 0, count, u, u, scratchpad);
        product(3, j, 0, count, ZERO, v, scratchpad);
        StrassenTransform.add(scratchpad, u, v, y01, count * width);
        product(4, j, 0, count, y01, y01, scratchpad);
        product(5, j, 0, count, u, u, scratchpad);
        StrassenTransform.add(scratchpad, u, v, v, count * width);
        // Tile by tile: what is written goes to memory while the next tile is multiplied.
        for (int p = 0; p < count; p += PIXELS) {
          int end = Math.min(count, p + PIXELS);
          product(6, j, p, end, u, y10, scratchpad);
          finish(residual, output, slice, p0, p, end, j, scratchpad);
        }
      }
    }
  }

  private static boolean meets(ConvSlice slice, int oc, int width) {
    return slice.outputChannels().from() < oc + width && oc < slice.outputChannels().to();
  }

  /**
   * Adds a product to the sums {@code from}, into {@code to}, for the pairs {@code first} to {@code
   * last} of a block.
   */
  private void product(
      int product, int j, int first, int last, int from, int to, float[] scratchpad) {
    for (int s = 0; s < weights.sizes().stretches(); s++) {
      stretch(product, j, s, first, last, s == 0 ? from : to, to, scratchpad);
    }
  }

  private void stretch(
      int product, int j, int s, int first, int last, int from, int to, float[] scratchpad) {
    TileMicroKernel block = weights.tile(j);
    int width = block.channels();
    int depth = weights.depth(s);
    float[] panels = weights.panels();
    int panel = weights.panel(product, s, j);
    int left = (s * PRODUCTS + product) * tiles;
    int p = first;
    while (p < last) {
      int inTile = p % PIXELS;
      TileMicroKernel tile = block.forPixels(Math.min(PIXELS - inTile, last - p));
      int row =
          TileMicroKernel.before(lefts[left + p / PIXELS] + inTile * TileMicroKernel.PANEL_STRIDE);
      int start = from + p * width;
      int sum = to + p * width;
      if (from == ZERO) {
        tile.run(scratchpad, row, panels, panel, depth, scratchpad, sum, width);
      } else {
        tile.resume(
            scratchpad,
            row,
            panels,
            panel,
            depth,
            scratchpad,
            start,
            width,
            scratchpad,
            sum,
            width);
      }
      p += tile.pixels();
    }
  }

  /** Finishes the pairs {@code first} to {@code last} of a block; writes what the slice wants. */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      int p0,
      int first,
      int last,
      int j,
      float[] scratchpad) {
    int ofImage = pairsOfImage(slice);
    int columns = spec.width().output();
    int from = slice.outputRows().from() * columns;
    int to = slice.outputRows().to() * columns;
    int p = first;
    while (p < last) {
      int n = slice.images().from() + (p0 + p) / ofImage;
      int inImage = (p0 + p) % ofImage;
      int count = Math.min(last - p, ofImage - inImage);
      int pixel = 2 * (firstPair(slice) + inImage);
      // Of the first and the last pair of an image a slice may want one pixel only.
      int second = pixel < from ? 1 : 0;
      int whole = count - second - (pixel + 2 * count > to ? 1 : 0);
      if (second == 1) {
        pixels(residual, output, slice, n, pixel + 1, 1, j, p, scratchpad);
      }
      pairs(residual, output, slice, n, pixel + 2 * second, whole, j, p + second, scratchpad);
      if (second + whole < count) {
        int end = second + whole;
        pixels(residual, output, slice, n, pixel + 2 * end, 1, j, p + end, scratchpad);
      }
      p += count;
    }
  }

  /** Finishes both pixels of some pairs of an image, in both blocks of channels. */
  private void pairs(
      Block residual,
      Block output,
      ConvSlice slice,
      int n,
      int pixel,
      int count,
      int j,
      int p,
      float[] scratchpad) {
    int width = weights.tile(j).channels();
    int oc = StrassenBlocks.channel(j * WIDE);
    boolean whole =
        width == WIDE
            && slice.outputChannels().from() <= oc
            && oc + StrassenBlocks.CHANNELS + width <= slice.outputChannels().to();
    if (!whole || !tail.isBounds()) {
      pixels(residual, output, slice, n, pixel, count, j, p, scratchpad);
      pixels(residual, output, slice, n, pixel + 1, count, j, p, scratchpad);
      return;
    }
    int columns = spec.width().output();
    int yo = output.index(n, oc, pixel / columns, pixel % columns);
    int yStep = output.channels().length();
    int ro = residual == null ? 0 : residual.index(n, oc, pixel / columns, pixel % columns);
    StrassenTransform.finish(
        scratchpad,
        y00 + p * width,
        y01 + p * width,
        y10 + p * width,
        v + p * width,
        tail.bias(),
        oc,
        StrassenBlocks.CHANNELS,
        tail.low(),
        residual == null ? TailTransform.NOTHING : residual.data(),
        ro,
        residual == null ? 0 : residual.channels().length(),
        residual == null ? 0 : StrassenBlocks.CHANNELS,
        output.data(),
        yo,
        yStep,
        count);
    if (!tail.isLowerBound()) {
      tail.lower(output.data(), yo, yStep, 2 * count, width);
      tail.lower(output.data(), yo + StrassenBlocks.CHANNELS, yStep, 2 * count, width);
    }
  }

  /** Finishes one of the pixels of some pairs of an image, every other from {@code pixel} on. */
  private void pixels(
      Block residual,
      Block output,
      ConvSlice slice,
      int n,
      int pixel,
      int count,
      int j,
      int p,
      float[] scratchpad) {
    boolean even = pixel % 2 == 0;
    channels(residual, output, slice, n, pixel, count, j, 0, p, even ? y00 : y10, scratchpad);
    channels(residual, output, slice, n, pixel, count, j, 1, p, even ? y01 : v, scratchpad);
  }

  /** The same in one of the blocks of channels, whose sums are given. */
  private void channels(
      Block residual,
      Block output,
      ConvSlice slice,
      int n,
      int pixel,
      int count,
      int j,
      int block,
      int p,
      int sums,
      float[] scratchpad) {
    int width = weights.tile(j).channels();
    int oc = StrassenBlocks.channel(j * WIDE) + block * StrassenBlocks.CHANNELS;
    int oc0 = Math.max(slice.outputChannels().from(), oc);
    int oc1 = Math.min(slice.outputChannels().to(), oc + width);
    if (oc0 >= oc1) {
      return;
    }
    int columns = spec.width().output();
    int oh = pixel / columns;
    int ow = pixel % columns;
    tail.run(
        scratchpad,
        sums + p * width + oc0 - oc,
        width,
        residual == null ? TailTransform.NOTHING : residual.data(),
        residual == null ? 0 : residual.index(n, oc0, oh, ow),
        residual == null ? 0 : 2 * residual.channels().length(),
        residual == null ? 0 : 1,
        output.data(),
        output.index(n, oc0, oh, ow),
        2 * output.channels().length(),
        count,
        oc0,
        oc1 - oc0);
  }
}
