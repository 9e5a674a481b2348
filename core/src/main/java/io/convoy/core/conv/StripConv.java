package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.simd.VectorUnits;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.List;

/**
 * A depthwise convolution, 3×3 or, with stride 2, 5×5, straight from the input where it lies, in
 * strips of a few columns and rows.
 *
 * <p><b>Algorithm.</b> {@code y[c] = sum over kh, kw of x[c] · weights[c, kh, kw]}. The order is
 * that of the reference, and so are the bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image
 *   for each band of a few rows
 *     for each strip of columns
 *       for each vector of channels: micro-kernel down the strip, with bias and bounds
 *       another activation: a pass over some strips, which fill a quarter of the second cache
 * </pre>
 *
 * <p>So the rows of a band, those that are read and those that are written, are walked side by
 * side, each straight through. Processors fetch ahead along such lines, but only along {@value
 * #LINES} or so: a strip down the whole map has more, and waits for each row of a map that lies in
 * a far cache or in memory. The rows at a band's edge are multiplied twice, which a core with two
 * vector units has time for; with one, or with what fits the second cache, a band is the whole map.
 */
final class StripConv extends UnpackedConv {
  /** Rows of the input and of the output that are walked side by side. */
  private static final int LINES = 14;

  /** For most strips, and for the last one where columns are left over. */
  private final StripMicroKernel wide;

  private final StripMicroKernel rest;

  private StripConv(ConvSpec spec, PreparedConv planes, TapWeights weights, float[] bias) {
    super(spec, planes, weights, bias);
    List<StripMicroKernel> microKernels = microKernels(spec);
    this.wide = microKernels.get(0);
    this.rest = microKernels.get(microKernels.size() - 1);
  }

  /** The planes themselves, where {@link StripMicroKernel} would leave out too much. */
  static PreparedConv of(ConvSpec spec, Filter filter, PreparedConv planes) {
    TapWeights weights = TapWeights.of(spec, filter);
    return weights.areFinite() ? new StripConv(spec, planes, weights, filter.bias()) : planes;
  }

  /** One without numbers, which can be measured but not multiplied with. */
  static StripConv outline(ConvSpec spec, PreparedConv planes) {
    return new StripConv(spec, planes, TapWeights.outline(spec), new float[0]);
  }

  static boolean takes(ConvSpec spec) {
    Axis height = spec.height();
    Axis width = spec.width();
    return isPlain(spec)
        && height.kernel() == width.kernel()
        && height.stride() == width.stride()
        && isDense(height)
        && isDense(width)
        && microKernels(spec).stream().anyMatch(one -> one.pixels() <= width.output());
  }

  private static boolean isDense(Axis axis) {
    int half = axis.kernel() / 2;
    return axis.dilation() == 1 && axis.padBefore() <= half && axis.padAfter() <= half;
  }

  /**
   * For most strips, and for what they leave over; none where packed planes are as fast: for 5×5 of
   * stride 1, where five rows of sums wait, and of stride 2 with 16 registers.
   */
  private static List<StripMicroKernel> microKernels(ConvSpec spec) {
    Axis width = spec.width();
    boolean manyRegisters = Simd.REGISTERS >= 32;
    if (width.kernel() == 3 && width.stride() == 1) {
      StripMicroKernel rest = new Strip3x2MicroKernel();
      return manyRegisters ? List.of(new Strip3x4MicroKernel(), rest) : List.of(rest);
    }
    if (width.kernel() == 3 && width.stride() == 2) {
      return List.of(new Strip3Stride2MicroKernel());
    }
    if (width.kernel() == 5 && width.stride() == 2 && manyRegisters) {
      return List.of(new Strip5Stride2MicroKernel());
    }
    return List.of();
  }

  /**
   * The most rows of the output that a band has. A window of five rows has too many at the edge.
   */
  private int bandRows(Block input, Block output, ConvSlice slice) {
    Axis height = spec().height();
    long floats = (long) input.columns() * height.stride() * input.channels().length();
    floats += (long) output.columns() * output.channels().length();
    floats *= (long) slice.images().length() * slice.outputRows().length();
    boolean isNear = floats * Float.BYTES <= Caches.HERE.level2();
    return height.kernel() > 3 || isNear || VectorUnits.COUNT == 1
        ? slice.outputRows().length()
        : (LINES - height.kernel() + height.stride()) / (height.stride() + 1);
  }

  @Override
  PreparedConv resized(ConvSpec other, PreparedConv planes, TapWeights weights, float[] bias) {
    return takes(other) ? new StripConv(other, planes, weights, bias) : planes;
  }

  @Override
  int leastRows() {
    return 1;
  }

  @Override
  void image(Block input, Block output, ConvSlice slice, int n, float[] zeros) {
    Range rows = slice.outputRows();
    int bandRows = bandRows(input, output, slice);
    // As high as each other, for the edges' sake.
    int bands = (rows.length() + bandRows - 1) / bandRows;
    for (int band = 0; band < bands; band++) {
      int from = rows.from() + rows.length() * band / bands;
      int end = rows.from() + rows.length() * (band + 1) / bands;
      band(input, output, slice.outputChannels(), n, from, end, zeros);
    }
  }

  /** Computes the rows of the output {@code from} one to the one before {@code end}. */
  private void band(
      Block input, Block output, Range channels, int n, int from, int end, float[] zeros) {
    int columns = spec().width().output();
    long columnBytes = 4L * (end - from) * channels.length();
    long together = Caches.HERE.level2() / 4 / columnBytes;
    int finished = 0;
    int column = 0;
    while (column < columns) {
      boolean isRest = columns - column <= rest.pixels() || columns < wide.pixels();
      StripMicroKernel microKernel = isRest ? rest : wide;
      // The last strip is moved back to end with the row, and computes some pixels again.
      int ow = Math.min(column, columns - microKernel.pixels());
      strip(microKernel, input, output, channels, n, from, end, ow, zeros);
      finished = Math.min(finished, ow);
      column = ow + microKernel.pixels();
      if (column == columns || column - finished >= together) {
        for (int oh = from; oh < end; oh++) {
          finish(output, n, oh, finished, column, channels);
        }
        finished = column;
      }
    }
  }

  private void strip(
      StripMicroKernel microKernel,
      Block input,
      Block output,
      Range channels,
      int n,
      int from,
      int end,
      int ow,
      float[] zeros) {
    Axis height = spec().height();
    Axis width = spec().width();
    int ih = height.position(from, 0);
    int bottom = height.position(end - 1, height.kernel());
    int iw = width.position(ow, 0);
    int read = (microKernel.pixels() - 1) * width.stride() + width.kernel();
    int step = input.channels().length();
    int rowStep = input.columns() * step;
    int held = input.rows().from();
    int yStep = output.channels().length();
    // What is the same for all vectors has a local: a field is read anew after each call.
    float[] x = input.data();
    int at = input.index(n, 0, held, 0) + (Math.max(0, ih) - held) * rowStep + iw * step;
    int left = Math.max(0, -iw);
    int right = Math.max(0, iw + read - width.input());
    int above = Math.max(0, -ih);
    int below = Math.max(0, bottom - height.input());
    float[] numbers = weights().numbers().data();
    int tap0 = weights().numbers().from();
    int tap = weights().step();
    float[] added = added();
    float low = low();
    float high = high();
    float[] y = output.data();
    int yo = output.index(n, 0, from, ow);
    int yRow = output.columns() * yStep;
    int lastVector = channels.to() - L;
    for (int i = channels.from(); i < channels.to(); i += L) {
      int c = Math.min(i, lastVector);
      microKernel.run(
          x,
          at + c,
          rowStep,
          step,
          zeros,
          left,
          right,
          end - from,
          above,
          below,
          numbers,
          tap0 + c,
          tap,
          added,
          biasAt(c),
          low,
          high,
          y,
          yo + c,
          yRow,
          yStep);
    }
  }
}
