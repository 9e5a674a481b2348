package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * A depthwise 3×3 convolution straight from the input where it lies, row by row.
 *
 * <p><b>Algorithm.</b> {@code y[c] = sum over kh, kw of x[c] · weights[c, kh, kw]}. The order is
 * that of the reference, and so are the bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image, for each row of the output
 *   for each vector of channels: micro-kernel along the row, with bias and bounds
 *   or, many with stride 2, for each tile: micro-kernel across the channels, likewise
 *   another activation: a pass over the row
 * </pre>
 *
 * <p>Nothing is packed, which with stride 2, where an input serves two outputs and not nine, takes
 * longer than the products. Where channels end inside a vector, the last one begins that much
 * earlier and computes some of them twice. What it doesn't do goes to {@link PlaneConv}: a
 * residual, and slices of fewer channels than a vector has.
 */
final class DepthwiseRowConv implements PreparedConv {
  private static final int L = Simd.LANES;
  private static final int TAPS = 9;
  private static final int PIXELS = DepthwiseRowMicroKernel.PIXELS;
  private static final int LINE = 16;

  /**
   * The most channels that pay with stride 1. Where more of them lie between neighbouring pixels,
   * these fall into the same few sets of the first cache, and packed planes are read faster.
   */
  private static final int MOST_CHANNELS = 256;

  /**
   * The most channels that a vector along a row pays with at stride 2, for the same reason: fewer
   * where a vector is a whole cache line.
   */
  private static final int MOST_ALONG_ROWS = L == LINE ? 96 : MOST_CHANNELS;

  private static final float[] NONE = {};

  private final ConvSpec spec;
  private final PreparedConv planes;

  /** A row of all channels for each tap. */
  private final float[] weights;

  private final float[] bias;
  private final TailTransform tail;
  private final DepthwiseRowMicroKernel microKernel;

  /** Whether it goes across the channels, some pixels at a time, and not along a row. */
  private final boolean byTiles;

  /** Floats from the weights of a tap to the next. */
  private final int tap;

  private DepthwiseRowConv(ConvSpec spec, PreparedConv planes, float[] weights, float[] bias) {
    this.spec = spec;
    this.planes = planes;
    this.weights = weights;
    this.bias = bias;
    this.tail = new TailTransform(spec.activation(), bias);
    this.microKernel =
        spec.width().stride() == 1
            ? new DepthwiseRowStride1MicroKernel()
            : new DepthwiseRowStride2MicroKernel();
    this.byTiles = spec.width().stride() == 2 && spec.outputChannels() > MOST_ALONG_ROWS;
    this.tap = tap(spec);
  }

  /**
   * @param planes the same layer as packed planes, for what isn't done here
   */
  static DepthwiseRowConv of(ConvSpec spec, Filter filter, PreparedConv planes) {
    int tap = tap(spec);
    float[] weights = new float[TAPS * tap];
    for (int c = 0; c < spec.outputChannels(); c++) {
      for (int k = 0; k < TAPS; k++) {
        weights[k * tap + c] = filter.weights().data()[c * TAPS + k];
      }
    }
    return new DepthwiseRowConv(spec, planes, weights, filter.bias());
  }

  /** An odd number of cache lines, so that the taps of a channel fall into different sets. */
  private static int tap(ConvSpec spec) {
    int lines = (spec.outputChannels() + LINE - 1) / LINE;
    return (lines | 1) * LINE;
  }

  /** One without numbers, which can be measured but not multiplied with. */
  static DepthwiseRowConv outline(ConvSpec spec, PreparedConv planes) {
    return new DepthwiseRowConv(spec, planes, NONE, NONE);
  }

  /** Whether it computes a depthwise layer, and faster than packed planes do. */
  static boolean takes(ConvSpec spec) {
    Axis height = spec.height();
    Axis width = spec.width();
    boolean paysWithStride = width.stride() == 2;
    boolean paysWithout = width.stride() == 1 && spec.outputChannels() <= MOST_CHANNELS;
    return spec.groupInputChannels() == 1
        && spec.groupOutputChannels() == 1
        && height.kernel() == 3
        && height.dilation() == 1
        && width.kernel() == 3
        && width.dilation() == 1
        && width.padBefore() <= 1
        && width.padAfter() <= 1
        && width.output() >= PIXELS
        && spec.outputChannels() >= L
        && (paysWithStride || paysWithout);
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return planes.algorithm();
  }

  /** A row of zeros, to be read where one of the input lies in the padding. */
  private int zeros() {
    return Math.multiplyExact(spec.width().input(), spec.inputChannels());
  }

  @Override
  public int scratchpadFloats() {
    return Math.max(planes.scratchpadFloats(), zeros());
  }

  @Override
  public long packedBytes() {
    return planes.packedBytes() + 4L * (TAPS * tap + spec.outputChannels());
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    PreparedConv resized = planes.resized(other);
    return takes(other) ? new DepthwiseRowConv(other, resized, weights, bias) : resized;
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    if (residual != null
        || slice.outputChannels().length() < L
        || input.channels().length() > spec.inputChannels()) {
      planes.run(input, residual, output, slice, scratchpad);
      return;
    }
    RunCheck.check(this, input, null, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    Range rows = slice.outputRows();
    Axis height = spec.height();
    boolean padded =
        height.position(rows.from(), 0) < 0 || height.position(rows.to() - 1, 2) >= height.input();
    Arrays.fill(scratchpad, 0, padded ? zeros() : spec.inputChannels(), 0f);
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int oh = rows.from(); oh < rows.to(); oh++) {
        row(input, output, n, oh, slice.outputChannels(), scratchpad);
      }
    }
  }

  private void row(Block input, Block output, int n, int oh, Range channels, float[] zeros) {
    Axis width = spec.width();
    int columns = width.output();
    int step = input.channels().length();
    int yStep = output.channels().length();
    boolean inRegisters = tail.isBounds();
    float[] added = inRegisters ? tail.bias() : TailTransform.NOTHING;
    float low = inRegisters ? tail.low() : Float.NEGATIVE_INFINITY;
    float high = inRegisters ? tail.high() : Float.POSITIVE_INFINITY;
    float[] x0 = array(input, oh, 0, zeros);
    float[] x1 = array(input, oh, 1, zeros);
    float[] x2 = array(input, oh, 2, zeros);
    int first = channels.from();
    int xo0 = start(input, n, first, oh, 0);
    int xo1 = start(input, n, first, oh, 1);
    int xo2 = start(input, n, first, oh, 2);
    int yo = output.index(n, first, oh, 0);
    int length = channels.length();
    int tiles = byTiles ? columns : 0;
    for (int column = 0; column < tiles; column += PIXELS) {
      // The last tile is moved back to end with the row, and computes some pixels again.
      int p = Math.min(column, columns - PIXELS);
      int at = p * width.stride() * step;
      DepthwiseTileStride2MicroKernel.run(
          x0,
          xo0 + at,
          x1,
          xo1 + at,
          x2,
          xo2 + at,
          step,
          zeros,
          width.padBefore() > 0 && p == 0,
          width.padAfter() > 0 && p + PIXELS == columns,
          length,
          weights,
          first,
          tap,
          added,
          inRegisters ? first : 0,
          inRegisters ? 1 : 0,
          low,
          high,
          output.data(),
          yo + p * yStep,
          yStep);
    }
    int vectors = byTiles ? 0 : length;
    int last = length - L;
    for (int i = 0; i < vectors; i += L) {
      int c = Math.min(i, last);
      int oc = first + c;
      microKernel.run(
          x0,
          xo0 + c,
          x1,
          xo1 + c,
          x2,
          xo2 + c,
          step,
          zeros,
          width.padBefore() > 0,
          width.padAfter() > 0,
          columns,
          weights,
          oc,
          tap,
          added,
          inRegisters ? oc : 0,
          low,
          high,
          output.data(),
          yo + c,
          yStep);
    }
    if (!inRegisters) {
      tail.run(output.data(), yo, yStep, null, output, n, oh, 0, columns, first, channels.to());
    }
  }

  /** Where a row of the input lies that a kernel row reads. */
  private float[] array(Block input, int oh, int kh, float[] zeros) {
    return isInside(oh, kh) ? input.data() : zeros;
  }

  private boolean isInside(int oh, int kh) {
    int ih = spec.height().position(oh, kh);
    return ih >= 0 && ih < spec.height().input();
  }

  /** Where in {@link #array} a channel of the first window starts, be it in the padding. */
  private int start(Block input, int n, int c, int oh, int kh) {
    int column =
        isInside(oh, kh)
            ? input.index(n, c, spec.height().position(oh, kh), 0)
            : c - input.channels().from();
    return column - spec.width().padBefore() * input.channels().length();
  }
}
