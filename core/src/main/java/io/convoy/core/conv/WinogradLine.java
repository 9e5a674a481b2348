package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * The convolution of stride 1 with a kernel that is a line of 3, 5 or 7 taps, across or down:
 * Winograd's F(4, r), with 6, 8 or 10 multiplications where the plain sum has 12, 20 or 28.
 *
 * <p><b>Algorithm.</b> {@code y = Aᵀ [ sum over ic of (G g) ∘ (Bᵀ d) ]} for each tile of four
 * outputs along the line, with the r + 3 points of {@link WinogradLinePoints}, and for those of
 * three that {@link WinogradAxis} puts where fours don't fit, with one point less; {@link
 * WinogradLineReference} has each operation in its order, and gives the same bits.
 *
 * <p><b>Numerics.</b> The sum is another one than the direct kernel's, so the bits are others too.
 * {@link WinogradLinePoints} has the errors measured: at most 1.4e-5 of the largest output; the
 * bound that is tested is 5e-5. An infinity or NaN in the input spreads over the tiles that read
 * it, and one in the weights over its whole channel.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each block of tiles, those of four outputs first
 *   for each tile: input transform, straight into its row of the left panels, one for each point
 *   for each point (the last one: the tiles of four only)
 *     for each block of output channels: micro-kernels
 *   for each tile: output transform, bias, residual, activation, out
 * </pre>
 *
 * <p>A line down is a line across with another step from one input to the next, and from one output
 * to the next. Tiles follow one another along the rows either way.
 *
 * <p>Source: S. Winograd, "Arithmetic Complexity of Computations", 1980; on points see {@link
 * WinogradSquarePoints}.
 */
final class WinogradLine implements PreparedConv {
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final TailTransform tail;
  private final WinogradLinePoints points;
  private final WinogradLineTransform transform;
  private final boolean down;

  /** Input channels in whole vectors: what a padded patch holds for a pixel. */
  private final int filledInputs;

  /** Along the line. */
  private final WinogradAxis axis;

  /** Tiles of a block. */
  private final int blockTiles;

  private final WinogradPanels panels;
  private final WinogradTail ends;

  // Where things lie in the scratchpad, behind the panels.
  private final int patch;
  private final int sums;
  private final int end;

  WinogradLine(ConvSpec spec, PanelWeights weights) {
    this.spec = spec;
    this.weights = weights;
    tail = new TailTransform(spec.activation(), weights.bias());
    points = points(spec);
    transform = WinogradLineTransform.of(points.taps());
    down = isVertical(spec);
    axis = axis(spec);
    filledInputs = (spec.inputChannels() + Simd.LANES - 1) / Simd.LANES * Simd.LANES;
    int columns = spec.width().output();
    int lines = down ? columns : spec.height().output();
    blockTiles = WinogradPanels.tiles(spec, points.count(), (long) axis.tiles() * lines);
    panels = new WinogradPanels(weights, points.count(), blockTiles);
    ends = new WinogradTail(weights, tail, columns);
    patch = panels.end();
    sums = patch + points.count() * filledInputs;
    end = sums + points.outputs() * TileMicroKernel.WIDE.channels();
  }

  /** Whether a kernel is one row or one column of as many taps as there are points for. */
  static boolean isLine(ConvSpec spec) {
    int rows = spec.height().kernel();
    int columns = spec.width().kernel();
    return Math.min(rows, columns) == 1 && WinogradLinePoints.has(Math.max(rows, columns));
  }

  /** Whether a line runs down. */
  static boolean isVertical(ConvSpec spec) {
    return spec.height().kernel() > 1;
  }

  /** The points of a line. */
  static WinogradLinePoints points(ConvSpec spec) {
    return WinogradLinePoints.of(along(spec).kernel());
  }

  /** The tiles along a line. */
  static WinogradAxis axis(ConvSpec spec) {
    return WinogradAxis.of(along(spec).output(), points(spec).outputs());
  }

  private static Axis along(ConvSpec spec) {
    return isVertical(spec) ? spec.height() : spec.width();
  }

  /** Packed weights without numbers, which can be measured. */
  static PanelWeights outline(ConvSpec spec) {
    return PanelWeights.outline(
        points(spec).count(), spec.outputChannels(), spec.inputChannels(), spec.outputChannels());
  }

  /** Transforms and packs the weights. */
  static PanelWeights weights(ConvSpec spec, Filter filter) {
    WinogradLinePoints points = points(spec);
    int inputs = spec.inputChannels();
    PanelWeights weights =
        PanelWeights.zeros(points.count(), spec.outputChannels(), inputs, filter.bias());
    float[] numbers = new float[points.count()];
    for (int oc = 0; oc < spec.outputChannels(); oc++) {
      for (int ic = 0; ic < inputs; ic++) {
        points.filter(filter.weights().data(), points.taps() * (oc * inputs + ic), numbers);
        for (int point = 0; point < numbers.length; point++) {
          weights.place(point, oc, ic, numbers[point]);
        }
      }
    }
    return weights;
  }

  /** The rows that whole tiles over these output rows read. */
  static Range inputRows(ConvSpec spec, Range outputRows) {
    if (!isVertical(spec) || outputRows.isEmpty()) {
      return ConvSlice.rowsRead(spec, outputRows);
    }
    WinogradAxis axis = axis(spec);
    int first = axis.start(axis.tile(outputRows.from()));
    int last = axis.start(axis.tile(outputRows.to() - 1) + 1);
    return ConvSlice.rowsRead(spec, new Range(first, last));
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return "winograd";
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
    return new WinogradLine(other, weights);
  }

  @Override
  public Range inputRows(Range outputRows) {
    return inputRows(spec, outputRows);
  }

  @Override
  public Range rowsComputed(Range outputRows) {
    return down ? axis.whole(outputRows) : outputRows;
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int first = down ? axis.tile(slice.outputRows().from()) : 0;
    int last = down ? axis.tile(slice.outputRows().to() - 1) + 1 : axis.tiles();
    int border = Math.max(first, Math.min(last, axis.wide()));
    int lines =
        slice.images().length() * (down ? spec.width().output() : slice.outputRows().length());
    int wide = lines * (border - first);
    int tiles = lines * (last - first);
    for (int t0 = 0; t0 < tiles; t0 += blockTiles) {
      int count = Math.min(blockTiles, tiles - t0);
      int high = Math.max(0, Math.min(count, wide - t0));
      for (int t = 0; t < high; t++) {
        transform(input, slice, first, border, t0 + t, t, scratchpad);
      }
      for (int t = high; t < count; t++) {
        transform(input, slice, border, last, t0 + t - wide, t, scratchpad);
      }
      for (int point = 0; point < points.count(); point++) {
        int to = point == points.count() - 1 ? high : count;
        panels.multiply(point, 0, to, slice, scratchpad);
      }
      // What vectors write past the end of a pixel is the first channels of the next in its row,
      // whose turn is still to come.
      for (int t = 0; t < high; t++) {
        finish(residual, output, slice, first, border, t0 + t, t, scratchpad);
      }
      for (int t = high; t < count; t++) {
        finish(residual, output, slice, border, last, t0 + t - wide, t, scratchpad);
      }
    }
  }

  /**
   * Transforms the patch of one tile into a row of the left panels of all points.
   *
   * @param from the first of the tiles along the line that are numbered, and {@code to} the one
   *     after the last
   * @param t the number of the tile: along the rows, then row after row, then image after image
   */
  private void transform(
      Block input, ConvSlice slice, int from, int to, int t, int row, float[] scratchpad) {
    int inner = down ? spec.width().output() : to - from;
    int outer = down ? to - from : slice.outputRows().length();
    int w = t % inner;
    int h = t / inner % outer;
    int n = slice.images().from() + t / inner / outer;
    int tile = from + (down ? h : w);
    int start = axis.start(tile);
    boolean wide = axis.isWide(tile);
    int ih = spec.height().position(down ? start : slice.outputRows().from() + h, 0);
    int iw = spec.width().position(down ? w : start, 0);
    int inputs = wide ? points.count() : points.count() - 1;
    int lastRow = down ? ih + inputs - 1 : ih;
    int lastColumn = down ? iw : iw + inputs - 1;
    int channels = input.channels().length();
    boolean inside =
        ih >= 0 && lastRow < spec.height().input() && iw >= 0 && lastColumn < spec.width().input();
    // Vectors that the last channels don't fill read on, into lanes that no product takes.
    if (inside && filledInputs > spec.inputChannels()) {
      inside = input.index(n, 0, lastRow, lastColumn) + filledInputs <= input.data().length;
    }
    float[] source = input.data();
    int at;
    int step;
    if (inside) {
      at = input.index(n, 0, ih, iw);
      step = down ? input.columns() * channels : channels;
    } else {
      gather(input, n, ih, iw, inputs, scratchpad);
      source = scratchpad;
      at = patch;
      step = filledInputs;
    }
    int depth = weights.sizes().depth();
    for (int s = 0; s < weights.sizes().stretches(); s++) {
      transform.input(
          source,
          at + s * depth,
          step,
          weights.depth(s),
          wide,
          scratchpad,
          row * TileMicroKernel.PANEL_STRIDE,
          panels.lefts(),
          s * points.count());
    }
  }

  /** Copies a patch that lies partly outside, or whose channels fill no whole vectors. */
  private void gather(Block input, int n, int ih, int iw, int inputs, float[] scratchpad) {
    int channels = spec.inputChannels();
    for (int i = 0; i < inputs; i++) {
      int h = down ? ih + i : ih;
      int w = down ? iw : iw + i;
      int to = patch + i * filledInputs;
      boolean inside = h >= 0 && h < spec.height().input() && w >= 0 && w < spec.width().input();
      int copied = inside ? channels : 0;
      if (inside) {
        System.arraycopy(input.data(), input.index(n, 0, h, w), scratchpad, to, channels);
      }
      Arrays.fill(scratchpad, to + copied, to + filledInputs, 0f);
    }
  }

  /** Transforms the products of one tile back, and writes what the slice wants of it. */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      int from,
      int to,
      int t,
      int row,
      float[] scratchpad) {
    int inner = down ? spec.width().output() : to - from;
    int outer = down ? to - from : slice.outputRows().length();
    int w = t % inner;
    int h = t / inner % outer;
    int n = slice.images().from() + t / inner / outer;
    int tile = from + (down ? h : w);
    int start = axis.start(tile);
    boolean wide = axis.isWide(tile);
    int next = axis.start(tile + 1);
    int o0 = down ? Math.max(start, slice.outputRows().from()) : start;
    int o1 = Math.min(next, down ? slice.outputRows().to() : spec.width().output());
    boolean all = o0 == start && o1 == next;
    int oh = down ? start : slice.outputRows().from() + h;
    int ow = down ? w : start;
    int block = TileMicroKernel.WIDE.channels();
    int firstBlock = slice.outputChannels().from() / block;
    int lastBlock = (slice.outputChannels().to() + block - 1) / block;
    int step = (down ? output.columns() : 1) * output.channels().length();
    // The last block first: what its vectors write past the end of a pixel is the next pixel's
    // first channels, whose turn is still to come.
    for (int j = lastBlock - 1; j >= firstBlock; j--) {
      int width = weights.tile(j).channels();
      int products = panels.products(0, j) + row * width;
      int oc0 = Math.max(slice.outputChannels().from(), j * block);
      int oc1 = Math.min(slice.outputChannels().to(), j * block + width);
      boolean full = oc0 == j * block && oc1 == j * block + width && all;
      if (full && tail.isLowerBound()) {
        int rStep =
            residual == null ? 0 : (down ? residual.columns() : 1) * residual.channels().length();
        transform.output(
            scratchpad,
            products,
            panels.pointStep(),
            width,
            wide,
            tail.bias(),
            oc0,
            tail.low(),
            residual == null ? TailTransform.NOTHING : residual.data(),
            residual == null ? 0 : residual.index(n, oc0, oh, ow),
            rStep,
            output.data(),
            output.index(n, oc0, oh, ow),
            step);
        continue;
      }
      transform.output(
          scratchpad,
          products,
          panels.pointStep(),
          width,
          wide,
          TailTransform.NOTHING,
          0,
          Float.NEGATIVE_INFINITY,
          TailTransform.NOTHING,
          0,
          0,
          scratchpad,
          sums,
          width);
      int whole = ends.wholeColumns(j, residual, output, slice);
      int first = sums + oc0 - j * block;
      if (down) {
        int fits = ow < whole ? 1 : 0;
        for (int i = o0; i < o1; i++) {
          int at = first + (i - start) * width;
          ends.row(j, scratchpad, at, residual, output, n, i, ow, fits, ow + 1, oc0, oc1);
        }
      } else {
        int fits = Math.max(0, Math.min(o1, whole) - ow);
        ends.row(j, scratchpad, first, residual, output, n, oh, ow, fits, o1, oc0, oc1);
      }
    }
  }
}
