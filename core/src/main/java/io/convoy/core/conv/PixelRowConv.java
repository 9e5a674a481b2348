package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A convolution of few input channels, as first layers are, straight from rows of pixels.
 *
 * <p><b>Algorithm.</b> {@code y[p, oc] = sum over k of window[p, k] · weights[k, oc]}, with {@code
 * k} running over kernel row, kernel column, input channel: the order of the reference, and its
 * bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image
 *   for each band of output rows                  (its packed rows fill a quarter of the second cache)
 *     pack the input rows of the band
 *     for each row, for each tile of its pixels
 *       for each block of output channels: micro-kernel, with bias and lower bound, out
 *     where that isn't all, for each row
 *       for each block of output channels: micro-kernel, bias, residual, activation, out
 * </pre>
 *
 * <p>A window of few channels is many short runs in memory, and copying them, as {@link PanelConv}
 * does, takes half as long as the products. With so short a reduction the output is most of the
 * memory that is touched; a tile's channels are all written before the next tile's, which is how
 * memory takes them fastest.
 */
final class PixelRowConv implements PreparedConv {
  private static final int PIXELS = PixelMicroKernel.PIXELS;
  private static final int WIDE = TileMicroKernel.WIDE.channels();

  private static final PixelMicroKernel TWO_VECTORS = new PixelTile8x2MicroKernel();
  private static final PixelMicroKernel ONE_VECTOR = new PixelTile8x1MicroKernel();

  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final PixelRows packing;
  private final int[] offsets;
  private final TailTransform tail;

  /** Columns of the output. */
  private final int columns;

  private final int bandRows;

  /** Where the sums of a row lie in the scratchpad: behind what the last tile reads past it. */
  private final int sums;

  PixelRowConv(String algorithm, ConvSpec spec, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.packing = new PixelRows(spec);
    this.offsets = packing.offsets();
    this.tail = new TailTransform(spec.activation(), weights.bias());
    this.columns = spec.width().output();
    this.bandRows = bandRows();
    int packed = Math.multiplyExact(spec.height().covered(bandRows), packing.rowFloats());
    int past = PIXELS * PixelRows.WIDTH;
    this.sums = Math.addExact(Block.ALIGNED + past, packed);
  }

  /** Whether it computes a layer, and faster than packed windows do. */
  static boolean takes(ConvSpec spec) {
    return spec.groups() == 1
        && spec.inputChannels() <= PixelRows.WIDTH
        && spec.reduction() <= TileMicroKernel.PANEL_DEPTH
        && Simd.REGISTERS >= 32;
  }

  private int bandRows() {
    long bytesOfRow = 4L * packing.rowFloats();
    return spec.height().windowsWithin(Caches.HERE.level2() / 4 / bytesOfRow);
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
    int pixels = Math.addExact(columns, PIXELS);
    return Math.addExact(sums, Math.multiplyExact(pixels, WIDE));
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new PixelRowConv(algorithm, other, weights);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    Range rows = slice.outputRows();
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int oh = rows.from(); oh < rows.to(); oh += bandRows) {
        int count = Math.min(bandRows, rows.to() - oh);
        pack(input, scratchpad, n, oh, count);
        multiply(residual, output, slice, scratchpad, n, oh, count);
      }
    }
  }

  private void pack(Block input, float[] scratchpad, int n, int oh, int rows) {
    int ih = spec.height().position(oh, 0);
    for (int r = 0; r < spec.height().covered(rows); r++) {
      packing.row(input, n, ih + r, scratchpad, Block.ALIGNED + r * packing.rowFloats());
    }
  }

  private void multiply(
      Block residual, Block output, ConvSlice slice, float[] scratchpad, int n, int oh, int rows) {
    int rowStep = spec.height().stride() * packing.rowFloats();
    for (int r = 0; r < rows; r++) {
      int at = Block.ALIGNED + r * rowStep;
      int whole = wholePixels(residual, output, slice, oh + r);
      for (int i = 0; i < whole; i += PIXELS) {
        // The last tile is moved back to end with the others, and computes some pixels again.
        int ow = Math.min(i, whole - PIXELS);
        tile(output, slice.outputChannels(), scratchpad, n, oh + r, ow, at);
      }
      if (whole < columns) {
        rest(residual, output, slice, scratchpad, n, oh + r, whole, at);
      }
    }
  }

  /** How many pixels of a row can be written in whole vectors, straight into the output. */
  private int wholePixels(Block residual, Block output, ConvSlice slice, int oh) {
    Range channels = slice.outputChannels();
    if (residual != null || !tail.isBounds() || channels.from() % WIDE != 0) {
      return 0;
    }
    int last = (channels.to() - 1) / WIDE;
    int past = last * WIDE + weights.tile(last).channels() - channels.to();
    if (past == 0) {
      return columns < PIXELS ? 0 : columns;
    }
    int pixels = columns * (slice.outputRows().to() - oh);
    int whole = tail.wholePixels(pixels, past, null, output, channels.from(), channels.to());
    return Math.min(columns, whole) < PIXELS ? 0 : Math.min(columns, whole);
  }

  /** Computes a tile's pixels in all blocks of channels, in whole vectors. */
  private void tile(
      Block output, Range channels, float[] scratchpad, int n, int oh, int ow, int at) {
    int yo = output.index(n, channels.from(), oh, ow) - channels.from();
    int yStep = output.channels().length();
    // The last block first: what its vectors write past the end of a pixel is the next pixel's
    // first channels, whose turn is still to come.
    for (int j = (channels.to() - 1) / WIDE; j * WIDE >= channels.from(); j--) {
      int oc = j * WIDE;
      microKernel(j)
          .run(
              scratchpad,
              at + ow * PixelRows.WIDTH,
              offsets,
              weights.panels(),
              weights.panel(0, 0, j),
              tail.bias(),
              oc,
              tail.low(),
              output.data(),
              yo + oc,
              yStep);
      if (!tail.isLowerBound()) {
        tail.lower(output.data(), yo + oc, yStep, PIXELS, weights.tile(j).channels());
      }
    }
  }

  private PixelMicroKernel microKernel(int block) {
    return weights.tile(block) == TileMicroKernel.WIDE ? TWO_VECTORS : ONE_VECTOR;
  }

  /** Computes a row's pixels from {@code ow} on, aside, and finishes them. */
  private void rest(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int n,
      int oh,
      int ow,
      int at) {
    Range channels = slice.outputChannels();
    int count = columns - ow;
    int following = columns * (slice.outputRows().to() - oh) - ow;
    // A narrow row is computed, and its sums written, as far as a tile goes.
    int lastTile = Math.max(0, count - PIXELS);
    for (int j = (channels.to() - 1) / WIDE; j * WIDE + WIDE > channels.from(); j--) {
      int oc = j * WIDE;
      int step = weights.tile(j).channels();
      for (int i = 0; i < count; i += PIXELS) {
        int p = Math.min(i, lastTile);
        microKernel(j)
            .run(
                scratchpad,
                at + (ow + p) * PixelRows.WIDTH,
                offsets,
                weights.panels(),
                weights.panel(0, 0, j),
                TailTransform.NOTHING,
                0,
                Float.NEGATIVE_INFINITY,
                scratchpad,
                sums + p * step,
                step);
      }
      int oc0 = Math.max(oc, channels.from());
      int oc1 = Math.min(oc + step, channels.to());
      int filled = oc0 + (oc1 - oc0 + Simd.LANES - 1) / Simd.LANES * Simd.LANES;
      int whole = filled == oc1 ? count : 0;
      if (whole == 0 && oc1 == channels.to()) {
        int past = filled - oc1;
        int pixels =
            tail.wholePixels(following, past, residual, output, channels.from(), channels.to());
        whole = Math.min(count, pixels);
      }
      int first = sums + oc0 - oc;
      tail.run(scratchpad, first, step, residual, output, n, oh, ow, whole, oc0, filled);
      first += whole * step;
      tail.run(
          scratchpad, first, step, residual, output, n, oh, ow + whole, count - whole, oc0, oc1);
    }
  }
}
