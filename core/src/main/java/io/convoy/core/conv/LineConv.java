package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

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
 * <p>The last eight are moved back to end with the map, and the last vector to end with the
 * channels; they compute some outputs twice. What isn't done here goes to {@link PlaneConv}: a
 * residual, and slices of fewer channels than a vector has, or of fewer rows than a call computes.
 */
final class LineConv implements PreparedConv {
  private static final int L = Simd.LANES;
  private static final int OUTPUTS = LineMicroKernel.OUTPUTS;

  private final ConvSpec spec;
  private final PreparedConv planes;
  private final TapWeights weights;
  private final float[] bias;
  private final TailTransform tail;

  /** Whether the line goes down. */
  private final boolean down;

  private LineConv(ConvSpec spec, PreparedConv planes, TapWeights weights, float[] bias) {
    this.spec = spec;
    this.planes = planes;
    this.weights = weights;
    this.bias = bias;
    this.tail = new TailTransform(spec.activation(), bias);
    this.down = spec.height().kernel() > 1;
  }

  /**
   * @param planes the same layer as packed planes, for what isn't done here
   */
  static LineConv of(ConvSpec spec, Filter filter, PreparedConv planes) {
    return new LineConv(spec, planes, TapWeights.of(spec, filter), filter.bias());
  }

  /** One without numbers, which can be measured but not multiplied with. */
  static LineConv outline(ConvSpec spec, PreparedConv planes) {
    return new LineConv(spec, planes, TapWeights.outline(spec), new float[0]);
  }

  static boolean takes(ConvSpec spec) {
    Axis height = spec.height();
    Axis width = spec.width();
    boolean across = isPoint(height) && isLine(width);
    boolean down = isLine(height) && isPoint(width);
    return spec.groupInputChannels() == 1
        && spec.groupOutputChannels() == 1
        && spec.outputChannels() >= L
        && (across || down);
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
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return planes.algorithm();
  }

  /** A vector of zeros, if nothing else. */
  @Override
  public int scratchpadFloats() {
    return Math.max(planes.scratchpadFloats(), L);
  }

  @Override
  public long packedBytes() {
    return planes.packedBytes() + weights.bytes() + 4L * spec.outputChannels();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    PreparedConv resized = planes.resized(other);
    return takes(other) ? new LineConv(other, resized, weights, bias) : resized;
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    if (residual != null
        || slice.outputChannels().length() < L
        || (down && slice.outputRows().length() < OUTPUTS)) {
      planes.run(input, residual, output, slice, scratchpad);
      return;
    }
    RunCheck.check(this, input, null, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    Arrays.fill(scratchpad, 0, L, 0f);
    Range rows = slice.outputRows();
    int columns = spec.width().output();
    int high = down ? OUTPUTS : 1;
    int wide = down ? 1 : OUTPUTS;
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int row = rows.from(); row < rows.to(); row += high) {
        int oh = Math.min(row, rows.to() - high);
        for (int column = 0; column < columns; column += wide) {
          int ow = Math.min(column, columns - wide);
          outputs(input, output, n, oh, ow, slice.outputChannels(), scratchpad);
        }
        for (int i = oh; i < oh + high && !tail.isBounds(); i++) {
          finish(output, n, i, slice.outputChannels());
        }
      }
    }
  }

  /** Eight outputs from there, of all channels. */
  private void outputs(
      Block input, Block output, int n, int oh, int ow, Range channels, float[] zeros) {
    Axis axis = down ? spec.height() : spec.width();
    int first = axis.position(down ? oh : ow, 0);
    int step = input.channels().length();
    int yStep = output.channels().length();
    int along = down ? input.columns() * step : step;
    // Counted from a place that the block holds: the first tap may lie in the padding.
    int held = down ? input.rows().from() : oh;
    int from = (down ? first - held : first) * along + (down ? ow * step : 0);
    boolean inRegisters = tail.isBounds();
    int lastVector = channels.to() - L;
    for (int i = channels.from(); i < channels.to(); i += L) {
      int c = Math.min(i, lastVector);
      LineMicroKernel.run(
          input.data(),
          input.index(n, c, held, 0) + from,
          along,
          zeros,
          first,
          axis.input(),
          weights.taps(),
          weights.numbers(),
          c,
          weights.step(),
          inRegisters ? tail.bias() : TailTransform.NOTHING,
          inRegisters ? c : 0,
          inRegisters ? tail.low() : Float.NEGATIVE_INFINITY,
          inRegisters ? tail.high() : Float.POSITIVE_INFINITY,
          output.data(),
          output.index(n, c, oh, ow),
          down ? output.columns() * yStep : yStep);
    }
  }

  /** The activation of a row, where it isn't done in the registers. */
  private void finish(Block output, int n, int oh, Range channels) {
    int at = output.index(n, channels.from(), oh, 0);
    int step = output.channels().length();
    int columns = spec.width().output();
    tail.run(
        output.data(), at, step, null, output, n, oh, 0, columns, channels.from(), channels.to());
  }
}
