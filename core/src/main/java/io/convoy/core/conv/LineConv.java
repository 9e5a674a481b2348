package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A depthwise convolution whose kernel is a line, across or down, straight from the input where it
 * lies.
 *
 * <p><b>Algorithm.</b> {@code y[c] = sum over k of x[c] · weights[c, k]}. The order is that of the
 * reference, and so are the bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image
 *   for each row of the output, or eight where the line goes down
 *     for each eight of its columns, or each column
 *       for each vector of channels: micro-kernel, with bias and bounds
 *     another activation: a pass over the rows
 * </pre>
 *
 * <p>The last eight are moved back to end with the map, and compute some outputs again. Where the
 * line goes down, slices of fewer rows go to {@link PlaneConv}.
 */
final class LineConv extends UnpackedConv {
  private static final int OUTPUTS = LineMicroKernel.OUTPUTS;

  /** Whether the line goes down. */
  private final boolean down;

  private LineConv(ConvSpec spec, PreparedConv planes, TapWeights weights, float[] bias) {
    super(spec, planes, weights, bias);
    this.down = spec.height().kernel() > 1;
  }

  static LineConv of(ConvSpec spec, Filter filter, PreparedConv planes) {
    return new LineConv(spec, planes, TapWeights.of(spec, filter), filter.bias());
  }

  /** One without numbers, which can be measured but not multiplied with. */
  static LineConv outline(ConvSpec spec, PreparedConv planes) {
    return new LineConv(spec, planes, TapWeights.outline(spec), new float[0]);
  }

  /** Whether it computes a layer, and faster than packed planes do: with 32 registers. */
  static boolean takes(ConvSpec spec) {
    Axis height = spec.height();
    Axis width = spec.width();
    boolean across = isPoint(height) && isLine(width);
    boolean down = isLine(height) && isPoint(width);
    return isPlain(spec) && (across || down) && Simd.REGISTERS >= 32;
  }

  private static boolean isPoint(Axis axis) {
    return axis.kernel() == 1
        && axis.stride() == 1
        && axis.padBefore() == 0
        && axis.padAfter() == 0;
  }

  private static boolean isLine(Axis axis) {
    return axis.kernel() > 1
        && axis.stride() == 1
        && axis.dilation() == 1
        && axis.output() >= OUTPUTS;
  }

  @Override
  PreparedConv resized(ConvSpec other, PreparedConv planes, TapWeights weights, float[] bias) {
    return takes(other) ? new LineConv(other, planes, weights, bias) : planes;
  }

  @Override
  int leastRows() {
    return down ? OUTPUTS : 1;
  }

  @Override
  void image(Block input, Block output, ConvSlice slice, int n, float[] zeros) {
    Range rows = slice.outputRows();
    Range channels = slice.outputChannels();
    int columns = spec().width().output();
    int high = down ? OUTPUTS : 1;
    int wide = down ? 1 : OUTPUTS;
    for (int row = rows.from(); row < rows.to(); row += high) {
      int oh = Math.min(row, rows.to() - high);
      for (int column = 0; column < columns; column += wide) {
        outputs(input, output, n, oh, Math.min(column, columns - wide), channels, zeros);
      }
      for (int i = oh; i < oh + high; i++) {
        finish(output, n, i, 0, columns, channels);
      }
    }
  }

  /** Eight outputs from there, of all channels. */
  private void outputs(
      Block input, Block output, int n, int oh, int ow, Range channels, float[] zeros) {
    Axis axis = down ? spec().height() : spec().width();
    int first = axis.position(down ? oh : ow, 0);
    int step = input.channels().length();
    int yStep = output.channels().length();
    int along = down ? input.columns() * step : step;
    // Counted from a place that the block holds: the first tap may lie in the padding.
    int held = down ? input.rows().from() : oh;
    int from = (down ? first - held : first) * along + (down ? ow * step : 0);
    // What is the same for all vectors has a local: a field is read anew after each call.
    float[] x = input.data();
    int at = input.index(n, 0, held, 0) + from;
    int inputs = axis.input();
    int taps = weights().taps();
    float[] numbers = weights().numbers().data();
    int tap0 = weights().numbers().from();
    int tap = weights().step();
    float[] added = added();
    float low = low();
    float high = high();
    float[] y = output.data();
    int yo = output.index(n, 0, oh, ow);
    int yAlong = down ? output.columns() * yStep : yStep;
    int lastVector = channels.to() - L;
    for (int i = channels.from(); i < channels.to(); i += L) {
      int c = Math.min(i, lastVector);
      LineMicroKernel.run(
          x, at + c, along, zeros, first, inputs, taps, numbers, tap0 + c, tap, added, biasAt(c),
          low, high, y, yo + c, yAlong);
    }
  }
}
