package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * Square kernels with fewer multiplications, by Winograd's sum for tiles of 4×4 outputs, 36 for 144
 * of a 3×3 kernel, 81 where its stride is 2, and 64 for 400 of 5×5; or for tiles of 6×6, with 64
 * for 324 of 3×3.
 *
 * <p><b>Algorithm.</b> {@code Y = Aᵀ [ sum over ic of (G g Gᵀ) ∘ (Bᵀ d B) ] A} for each tile of 4×4
 * or 6×6 outputs, with the points of {@link WinogradSquarePoints}, and for those of one less that
 * {@link WinogradAxis} puts where they don't fit; {@link WinogradReference} has each operation in
 * its order, and gives the same bits.
 *
 * <p><b>Numerics.</b> The sum is another one than the direct kernel's, so the bits are others too.
 * The bound that is tested is 5e-5. An infinity or NaN in the input spreads over the tiles that
 * read it, and one in the weights over its whole channel.
 *
 * <table>
 *   <caption>Largest error over largest output, measured against double on photos, rectified maps
 *   and large and small channels in turn, and on ones, by input channels</caption>
 *   <tr><th>kernel</th><th>few</th><th>512</th><th>512, ones</th></tr>
 *   <tr><td>3×3</td><td>1.6e-6 (64)</td><td>3.4e-6</td><td>1.2e-5</td></tr>
 *   <tr><td>3×3, tiles of 6×6</td><td>1e-5 (64)</td><td>2e-5</td><td>1.9e-5</td></tr>
 *   <tr><td>3×3, stride 2</td><td>9e-7 (64)</td><td>2.5e-6</td><td>3e-6</td></tr>
 *   <tr><td>5×5</td><td>6e-6 (48)</td><td>1.4e-5</td><td>1.6e-5</td></tr>
 * </table>
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each block of tiles              (patches and products of all points)
 *   for each tile: input transform, straight into its row of the left panels, one for each point
 *   for each point
 *     for each block of output channels, the tiles that need the point: micro-kernels
 *   for each tile: output transform, bias, residual, activation, out
 * </pre>
 *
 * <p>The tiles of a block stand in the order of their heights and widths, so that those that need a
 * point follow one another; in fours:
 *
 * <pre>
 *         4×3 │ 4×4 │ 3×4 │ 3×3
 *        └ last row  ┘     │         the points of the last row, or at stride 2 of the last two
 *             └ last column ┘        the points of the last column, or of the last two
 * </pre>
 */
final class WinogradSquare implements PreparedConv {
  private final String algorithm;
  private final ConvSpec spec;
  private final PanelWeights weights;
  private final WinogradSquarePoints points;
  private final WinogradSquareTransform transform;
  private final TailTransform tail;

  /** Input channels in whole vectors: what a padded patch holds for a pixel. */
  private final int filledInputs;

  /** Columns of the output. */
  private final int columns;

  private final WinogradAxis tileRows;
  private final WinogradAxis tileColumns;

  /** Tiles of a block. */
  private final int blockTiles;

  private final WinogradPanels panels;
  private final WinogradTail ends;

  // Where things lie in the scratchpad, behind the panels.
  private final int patch;
  private final int lines;
  private final int sums;
  private final int end;

  /**
   * @param algorithm the name of its kernel
   * @param weights transformed to the points
   */
  WinogradSquare(
      String algorithm, ConvSpec spec, WinogradSquarePoints points, PanelWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.points = points;
    this.weights = weights;
    transform = points.transform();
    tail = new TailTransform(spec.activation(), weights.bias());
    filledInputs = (spec.inputChannels() + Simd.LANES - 1) / Simd.LANES * Simd.LANES;
    columns = spec.width().output();
    tileRows = points.axis(spec.height().output());
    tileColumns = points.axis(spec.width().output());
    blockTiles =
        WinogradPanels.tiles(
            spec, points.products(), (long) tileRows.tiles() * tileColumns.tiles());
    panels = new WinogradPanels(weights, points.products(), blockTiles);
    ends = new WinogradTail(weights, tail, columns);
    int wide = TileMicroKernel.WIDE.channels();
    patch = panels.end();
    lines = patch + points.products() * filledInputs;
    sums = lines + points.products() * Simd.LANES;
    end = sums + points.outputs() * points.outputs() * wide;
  }

  /** Packed weights without numbers, which can be measured. */
  static PanelWeights outline(ConvSpec spec, WinogradSquarePoints points) {
    return PanelWeights.outline(
        points.products(), spec.outputChannels(), spec.inputChannels(), spec.outputChannels());
  }

  /** Transforms and packs the weights. */
  static PanelWeights weights(ConvSpec spec, WinogradSquarePoints points, Filter filter) {
    int inputs = spec.inputChannels();
    int taps = spec.height().kernel() * spec.width().kernel();
    PanelWeights weights =
        PanelWeights.zeros(points.products(), spec.outputChannels(), inputs, filter.bias());
    float[] numbers = new float[points.products()];
    for (int oc = 0; oc < spec.outputChannels(); oc++) {
      for (int ic = 0; ic < inputs; ic++) {
        points.filter(filter.weights().data(), taps * (oc * inputs + ic), numbers);
        for (int point = 0; point < numbers.length; point++) {
          weights.place(point, oc, ic, numbers[point]);
        }
      }
    }
    return weights;
  }

  /** The rows that whole tiles over these output rows read. */
  static Range inputRows(ConvSpec spec, WinogradSquarePoints points, Range outputRows) {
    if (outputRows.isEmpty()) {
      return new Range(0, 0);
    }
    WinogradAxis rows = points.axis(spec.height().output());
    int input = spec.height().input();
    int first = spec.height().position(rows.start(rows.tile(outputRows.from())), 0);
    int last = spec.height().position(rows.start(rows.tile(outputRows.to() - 1)), 0);
    int from = Math.min(Math.max(0, first), input);
    return new Range(from, Math.max(from, Math.min(input, last + points.count())));
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
    return end;
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new WinogradSquare(algorithm, other, points, weights);
  }

  @Override
  public Range inputRows(Range outputRows) {
    return inputRows(spec, points, outputRows);
  }

  @Override
  public Range rowsComputed(Range outputRows) {
    return tileRows.whole(outputRows);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int firstRow = tileRows.tile(slice.outputRows().from());
    int lastRow = tileRows.tile(slice.outputRows().to() - 1);
    int tiles = slice.images().length() * (lastRow + 1 - firstRow) * tileColumns.tiles();
    for (int t0 = 0; t0 < tiles; t0 += blockTiles) {
      int count = Math.min(blockTiles, tiles - t0);
      int both = transform(input, slice, t0, count, true, false, 0, scratchpad);
      int low = transform(input, slice, t0, count, true, true, both, scratchpad);
      int corner = transform(input, slice, t0, count, false, true, low, scratchpad);
      transform(input, slice, t0, count, false, false, corner, scratchpad);
      multiply(slice, both, low, corner, count, scratchpad);
      // In each row the wide ones first: what vectors write past the end of a tile is the first
      // channels of the next, whose turn is still to come.
      finish(residual, output, slice, t0, count, true, true, both, scratchpad);
      finish(residual, output, slice, t0, count, true, false, 0, scratchpad);
      finish(residual, output, slice, t0, count, false, true, low, scratchpad);
      finish(residual, output, slice, t0, count, false, false, corner, scratchpad);
    }
  }

  /**
   * Transforms the patches of those tiles of a block that are high or low, wide or narrow, into the
   * rows of the panels from {@code row}.
   *
   * @return the row after the last
   */
  private int transform(
      Block input,
      ConvSlice slice,
      int t0,
      int count,
      boolean high,
      boolean wide,
      int row,
      float[] scratchpad) {
    if (!tileRows.has(high) || !tileColumns.has(wide)) {
      return row;
    }
    int across = tileColumns.tiles();
    int firstRow = tileRows.tile(slice.outputRows().from());
    int down = tileRows.tile(slice.outputRows().to() - 1) + 1 - firstRow;
    int next = row;
    for (int t = t0; t < t0 + count; t++) {
      int tileRow = firstRow + t / across % down;
      int tileColumn = t % across;
      if (tileRows.isWide(tileRow) == high && tileColumns.isWide(tileColumn) == wide) {
        int n = slice.images().from() + t / across / down;
        int oh = tileRows.start(tileRow);
        transform(input, n, oh, tileColumns.start(tileColumn), next++, scratchpad);
      }
    }
    return next;
  }

  /** Finishes the same tiles, whose products lie in the rows from {@code row}. */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      int t0,
      int count,
      boolean high,
      boolean wide,
      int row,
      float[] scratchpad) {
    if (!tileRows.has(high) || !tileColumns.has(wide)) {
      return;
    }
    int across = tileColumns.tiles();
    int firstRow = tileRows.tile(slice.outputRows().from());
    int down = tileRows.tile(slice.outputRows().to() - 1) + 1 - firstRow;
    int next = row;
    for (int t = t0; t < t0 + count; t++) {
      int tileRow = firstRow + t / across % down;
      int tileColumn = t % across;
      if (tileRows.isWide(tileRow) == high && tileColumns.isWide(tileColumn) == wide) {
        int n = slice.images().from() + t / across / down;
        finish(residual, output, slice, n, tileRow, tileColumn, next++, scratchpad);
      }
    }
  }

  /** Transforms the patch of one tile into a row of the left panels of all points. */
  private void transform(Block input, int n, int oh, int ow, int row, float[] scratchpad) {
    int ih = spec.height().position(oh, 0);
    int iw = spec.width().position(ow, 0);
    int side = points.count();
    int channels = input.channels().length();
    boolean inside =
        ih >= 0
            && ih + side <= spec.height().input()
            && iw >= 0
            && iw + side <= spec.width().input();
    // Vectors that the last channels don't fill read on, into lanes that no product takes.
    if (inside && filledInputs > spec.inputChannels()) {
      int last = input.index(n, 0, ih + side - 1, iw + side - 1);
      inside = last + filledInputs <= input.data().length;
    }
    float[] source = input.data();
    int at;
    int rowStride;
    int pixelStride;
    if (inside) {
      at = input.index(n, 0, ih, iw);
      rowStride = input.columns() * channels;
      pixelStride = channels;
    } else {
      gather(input, n, ih, iw, scratchpad);
      source = scratchpad;
      at = patch;
      rowStride = side * filledInputs;
      pixelStride = filledInputs;
    }
    int depth = weights.sizes().depth();
    for (int s = 0; s < weights.sizes().stretches(); s++) {
      transform.input(
          source,
          at + s * depth,
          rowStride,
          pixelStride,
          weights.depth(s),
          scratchpad,
          lines,
          scratchpad,
          row * TileMicroKernel.PANEL_STRIDE,
          panels.lefts(),
          s * points.products());
    }
  }

  /** Copies a patch that lies partly outside, or whose channels fill no whole vectors. */
  private void gather(Block input, int n, int ih, int iw, float[] scratchpad) {
    int side = points.count();
    int columns = spec.width().input();
    int w0 = Math.max(0, -iw);
    int w1 = Math.min(side, columns - iw);
    for (int i = 0; i < side; i++) {
      int h = ih + i;
      int to = patch + i * side * filledInputs;
      if (h < 0 || h >= spec.height().input() || w0 >= w1) {
        Arrays.fill(scratchpad, to, to + side * filledInputs, 0f);
        continue;
      }
      Arrays.fill(scratchpad, to, to + w0 * filledInputs, 0f);
      Arrays.fill(scratchpad, to + w1 * filledInputs, to + side * filledInputs, 0f);
      copyRow(input, input.index(n, 0, h, iw + w0), w1 - w0, scratchpad, to + w0 * filledInputs);
    }
  }

  private void copyRow(Block input, int from, int pixels, float[] scratchpad, int to) {
    int channels = spec.inputChannels();
    int step = input.channels().length();
    if (channels == filledInputs && channels == step) {
      System.arraycopy(input.data(), from, scratchpad, to, pixels * channels);
      return;
    }
    for (int w = 0; w < pixels; w++) {
      int pixel = to + w * filledInputs;
      System.arraycopy(input.data(), from + w * step, scratchpad, pixel, channels);
      Arrays.fill(scratchpad, pixel + channels, pixel + filledInputs, 0f);
    }
  }

  /** Multiplies the tiles of a block, which stand in the order of the class's drawing. */
  private void multiply(
      ConvSlice slice, int both, int low, int corner, int count, float[] scratchpad) {
    for (int point = 0; point < points.products(); point++) {
      boolean high = points.isOfLast(point / points.count());
      boolean wide = points.isOfLast(point % points.count());
      int from = wide ? both : 0;
      int to = high ? low : wide ? corner : count;
      panels.multiply(point, from, to, slice, scratchpad);
    }
  }

  /** Transforms the products of one tile back, and writes what the slice wants of it. */
  private void finish(
      Block residual,
      Block output,
      ConvSlice slice,
      int n,
      int tileRow,
      int tileColumn,
      int t,
      float[] scratchpad) {
    int outputs = points.outputs();
    int wide = TileMicroKernel.WIDE.channels();
    int firstBlock = slice.outputChannels().from() / wide;
    int lastBlock = (slice.outputChannels().to() + wide - 1) / wide;
    int oh = tileRows.start(tileRow);
    int ow = tileColumns.start(tileColumn);
    Range rows = tileRows.outputs(tileRow, slice.outputRows());
    int w1 = Math.min(columns, tileColumns.start(tileColumn + 1));
    int high = tileRows.start(tileRow + 1) - oh;
    int broad = tileColumns.start(tileColumn + 1) - ow;
    // The last block first: what its vectors write past the end of a pixel is the next pixel's
    // first channels, whose turn is still to come.
    for (int j = lastBlock - 1; j >= firstBlock; j--) {
      int width = weights.tile(j).channels();
      int from = panels.products(0, j) + t * width;
      int oc0 = Math.max(slice.outputChannels().from(), j * wide);
      int oc1 = Math.min(slice.outputChannels().to(), j * wide + width);
      int whole = Math.max(0, Math.min(w1, ends.wholeColumns(j, residual, output, slice)) - ow);
      boolean full =
          oc0 == j * wide && oc1 == j * wide + width && rows.length() == high && w1 - ow == broad;
      boolean straight = full && tail.isLowerBound();
      if (straight) {
        int step = output.channels().length();
        int rStep = residual == null ? 0 : residual.channels().length();
        transform.output(
            scratchpad,
            from,
            panels.pointStep(),
            width,
            scratchpad,
            lines,
            high,
            broad == points.outputs(),
            tail.bias(),
            oc0,
            tail.low(),
            residual == null ? TailTransform.NOTHING : residual.data(),
            residual == null ? 0 : residual.index(n, oc0, oh, ow),
            columns * rStep,
            rStep,
            output.data(),
            output.index(n, oc0, oh, ow),
            columns * step,
            step);
        continue;
      }
      transform.output(
          scratchpad,
          from,
          panels.pointStep(),
          width,
          scratchpad,
          lines,
          outputs,
          true,
          TailTransform.NOTHING,
          0,
          Float.NEGATIVE_INFINITY,
          TailTransform.NOTHING,
          0,
          0,
          0,
          scratchpad,
          sums,
          outputs * width,
          width);
      for (int h = rows.from(); h < rows.to(); h++) {
        int row = sums + (h - oh) * outputs * width + oc0 - j * wide;
        ends.row(j, scratchpad, row, residual, output, n, h, ow, whole, w1, oc0, oc1);
      }
    }
  }
}
