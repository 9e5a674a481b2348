package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.simd.VectorUnits;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A 1×1 convolution of pixels that are read where they lie.
 *
 * <p><b>Algorithm.</b> {@code y[p, oc] = sum over ic of x[p, ic] · weights[ic, oc]}, {@code ic}
 * ascending: the order of the reference, and its bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each group
 *   for some tiles of pixels                  (they take a quarter of the second cache)
 *     for each block of output channels
 *       for each of these tiles: micro-kernel with bias, residual and bounds, out
 * </pre>
 *
 * <p>The slice's pixels are numbered through, images after rows after columns. They come in runs of
 * equal length, whose pixels lie at even distances in each block: all of them, those of an image,
 * or those of a row.
 */
final class InPlaceConv implements PreparedConv {
  private static final int MOST_PIXELS = InPlaceMicroKernel.MOST_PIXELS;
  private static final int WIDE = InPlaceMicroKernel.VECTORS * Simd.LANES;

  /** Where the sums of a tile lie in the scratchpad. */
  private static final int SUMS = Block.ALIGNED;

  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final TailTransform tail;

  /** Columns of the output. */
  private final int columns;

  InPlaceConv(String algorithm, ConvSpec spec, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.tail = new TailTransform(spec.activation(), weights.bias());
    this.columns = spec.width().output();
  }

  /**
   * Whether it computes a layer, and faster than packed windows do: without padding, with 32
   * registers, where there is a stride with rows of pixels that fill their tiles, and where weights
   * come fast enough.
   */
  static boolean takes(ConvSpec spec) {
    boolean filled = !skips(spec) || spec.width().output() % InPlaceMicroKernel.PIXELS == 0;
    return isPixel(spec.height())
        && isPixel(spec.width())
        && filled
        && Simd.REGISTERS >= 32
        && (areNear(spec) || VectorUnits.COUNT == 1);
  }

  /**
   * Whether a panel of weights stays in the first cache, or is so narrow that a copy of the input
   * would cost more than its way. A tile of four pixels uses a number of the second cache in four
   * products only, and two units are then left waiting for it.
   */
  private static boolean areNear(ConvSpec spec) {
    int vectors = (spec.groupOutputChannels() + Simd.LANES - 1) / Simd.LANES;
    int width = Math.min(vectors, InPlaceMicroKernel.VECTORS) * Simd.LANES;
    return vectors < InPlaceMicroKernel.VECTORS
        || 4L * spec.reduction() * width <= Caches.HERE.level1() / 2;
  }

  /** Whether rows of the output don't follow one another in the input. */
  private static boolean skips(ConvSpec spec) {
    return spec.width().input() != spec.width().output() || spec.height().stride() > 1;
  }

  /** Whether each window is one position of the input. */
  private static boolean isPixel(Axis axis) {
    return axis.kernel() == 1 && axis.padBefore() == 0 && axis.padAfter() <= 0;
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  /** The sums of one tile, for a tail that isn't done in the registers. */
  @Override
  public int scratchpadFloats() {
    return SUMS + MOST_PIXELS * WIDE;
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new InPlaceConv(algorithm, other, weights);
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
    int firstChannel = g * spec.groupOutputChannels();
    int firstBlock = weights.block(Math.max(0, slice.outputChannels().from() - firstChannel));
    int lastBlock = weights.block(endChannel(slice, g) - 1 - firstChannel);
    int rows = slice.images().length() * slice.outputRows().length();
    int runRows = runRows(input, residual, output, slice);
    int pixels = runRows * columns;
    int chunk = weights.sizes().tiles() * MOST_PIXELS;
    for (int row = 0; row < rows; row += runRows) {
      for (int p = 0; p < pixels; p += chunk) {
        int count = Math.min(chunk, pixels - p);
        // The last block first: what its vectors write past the end of a pixel is the next pixel's
        // first channels, whose turn is still to come.
        for (int j = lastBlock; j >= firstBlock; j--) {
          block(input, residual, output, slice, scratchpad, g, j, row, p, count);
        }
      }
    }
  }

  /**
   * Multiplies some pixels of a run with one block of output channels, and finishes them.
   *
   * @param row of the slice, images after rows, with which the run begins
   * @param first of the pixels in the run
   */
  private void block(
      Block input,
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int g,
      int j,
      int row,
      int first,
      int count) {
    int xStep = spec.width().stride() * input.channels().length();
    int yStep = output.channels().length();
    int rStep = residual == null ? 0 : residual.channels().length();
    int x = inputPixel(input, slice, g, row) + first * xStep;
    int y = pixel(output, slice, row) + first * yStep;
    int r = residual == null ? 0 : pixel(residual, slice, row) + first * rStep;
    int whole = wholePixels(residual, output, slice, g, j) - row * columns - first;
    int pixels = InPlaceMicroKernel.of(weights.width(j)).pixels();
    int tiles = Math.max(0, Math.min(count, whole)) / pixels;
    wholeTiles(input, residual, output, g, j, tiles, x, y, r);
    for (int p = tiles * pixels; p < count; p += pixels) {
      int rest = Math.min(pixels, count - p);
      int xp = x + p * xStep;
      int yp = y + p * yStep;
      int rp = r + p * rStep;
      int spare = pixels - rest;
      if (first + p >= spare) {
        // Less than a tile, together with those before them.
        sums(input, scratchpad, g, j, xp - spare * xStep, xStep);
        aside(residual, output, slice, scratchpad, g, j, spare, rest, yp, rp);
      } else {
        for (int i = 0; i < rest; i++) {
          sums(input, scratchpad, g, j, xp + i * xStep, 0);
          aside(residual, output, slice, scratchpad, g, j, 0, 1, yp + i * yStep, rp + i * rStep);
        }
      }
    }
  }

  /** Some tiles' sums with one block of output channels, finished in the registers. */
  private void wholeTiles(
      Block input,
      Block residual,
      Block output,
      int g,
      int j,
      int count,
      int firstX,
      int firstY,
      int firstR) {
    InPlaceMicroKernel tile = InPlaceMicroKernel.of(weights.width(j));
    int pixels = tile.pixels();
    int last = weights.lastVector(j);
    int oc = channel(g, j);
    float[] x = input.data();
    int xStep = spec.width().stride() * input.channels().length();
    float[] w = weights.panels();
    int panel = weights.panel(g, 0, j);
    int k = spec.reduction();
    float[] y = output.data();
    int yStep = output.channels().length();
    int xo = firstX;
    int yo = firstY + oc;
    if (residual == null && tail.isNothing()) {
      for (int t = 0; t < count; t++) {
        tile.run(x, xo, xStep, w, panel, k, y, yo, yStep, last);
        xo += pixels * xStep;
        yo += pixels * yStep;
      }
      return;
    }
    float[] r = residual == null ? TailTransform.NOTHING : residual.data();
    int rStep = residual == null ? 0 : residual.channels().length();
    int ro = residual == null ? 0 : firstR + oc;
    float[] bias = tail.bias();
    float low = tail.low();
    float high = tail.high();
    boolean clips = !tail.isLowerBound();
    for (int t = 0; t < count; t++) {
      if (clips) {
        tile.clip(x, xo, xStep, w, panel, k, bias, oc, low, high, r, ro, rStep, y, yo, yStep, last);
      } else {
        tile.finish(x, xo, xStep, w, panel, k, bias, oc, low, r, ro, rStep, y, yo, yStep, last);
      }
      xo += pixels * xStep;
      yo += pixels * yStep;
      ro += pixels * rStep;
    }
  }

  /** A tile's sums with one block of output channels, into the scratchpad. */
  private void sums(Block input, float[] scratchpad, int g, int j, int x, int xStep) {
    int width = weights.width(j);
    int panel = weights.panel(g, 0, j);
    int k = spec.reduction();
    InPlaceMicroKernel.of(width)
        .run(
            input.data(),
            x,
            xStep,
            weights.panels(),
            panel,
            k,
            scratchpad,
            SUMS,
            width,
            weights.lastVector(j));
  }

  /**
   * Finishes some of the pixels of a tile whose sums lie in the scratchpad.
   *
   * @param from the first of them in the tile
   * @param y where it lies in the output, and {@code r} where in the residual
   */
  private void aside(
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int g,
      int j,
      int from,
      int count,
      int y,
      int r) {
    int oc0 = Math.max(channel(g, j), slice.outputChannels().from());
    int oc1 = Math.min(channel(g, j) + weights.width(j), endChannel(slice, g));
    int width = weights.width(j);
    tail.run(
        scratchpad,
        SUMS + from * width + oc0 - channel(g, j),
        width,
        residual == null ? TailTransform.NOTHING : residual.data(),
        residual == null ? 0 : r + oc0,
        residual == null ? 0 : residual.channels().length(),
        residual == null ? 0 : 1,
        output.data(),
        y + oc0,
        output.channels().length(),
        count,
        oc0,
        oc1 - oc0);
  }

  /**
   * How many of a slice's pixels, from its first, can be written in whole vectors of a block of
   * channels, straight into the output.
   */
  private int wholePixels(Block residual, Block output, ConvSlice slice, int g, int j) {
    Range channels = slice.outputChannels();
    int past = channel(g, j) + weights.lastVector(j) + Simd.LANES - endChannel(slice, g);
    if (!tail.isBounds() || channel(g, j) < channels.from()) {
      return 0;
    }
    if (past <= 0) {
      return pixels(slice);
    }
    return spec.groups() == 1 && slice.isLinearIn(output)
        ? tail.wholePixels(pixels(slice), past, residual, output, channels.from(), channels.to())
        : 0;
  }

  private int pixels(ConvSlice slice) {
    return slice.images().length() * slice.outputRows().length() * columns;
  }

  /** Rows of the output whose pixels lie at even distances in each block. */
  private int runRows(Block input, Block residual, Block output, ConvSlice slice) {
    if (skips(spec)) {
      return 1;
    }
    boolean linear =
        slice.isLinearIn(input)
            && slice.isLinearIn(output)
            && (residual == null || slice.isLinearIn(residual));
    int rows = slice.outputRows().length();
    return linear ? slice.images().length() * rows : rows;
  }

  /** The first channel of a group, of the pixel that a row of a slice begins with. */
  private int inputPixel(Block input, ConvSlice slice, int g, int row) {
    int rows = slice.outputRows().length();
    int oh = slice.outputRows().from() + row % rows;
    int ih = spec.height().position(oh, 0);
    return input.index(slice.images().from() + row / rows, g * spec.groupInputChannels(), ih, 0);
  }

  /** Channel 0 of the pixel that a row of a slice begins with, in the output or the residual. */
  private static int pixel(Block block, ConvSlice slice, int row) {
    int rows = slice.outputRows().length();
    return block.index(
        slice.images().from() + row / rows, 0, slice.outputRows().from() + row % rows, 0);
  }

  /** The first output channel of a block of a group. */
  private int channel(int g, int j) {
    return g * spec.groupOutputChannels() + weights.first(j);
  }

  /** The channel after the last of a group that a slice wants. */
  private int endChannel(ConvSlice slice, int g) {
    return Math.min(slice.outputChannels().to(), (g + 1) * spec.groupOutputChannels());
  }
}
