package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * A convolution to so few output channels that they would leave most lanes of a vector empty, as a
 * filter for grey photos or the last layer of a network that makes images: lanes are pixels.
 *
 * <p><b>Algorithm.</b> {@code y[p, oc] = sum over k of window[p, k] · weights[oc, k]}, with {@code
 * k} running over kernel row, kernel column, input channel: the order of the reference, and its
 * bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image
 *   for each band of output rows                  (its planes fill a quarter of the second cache)
 *     move the channels of the band's input rows apart, a plane each, with the padding around
 *     for each row
 *       for each output channel, for each tile of pixels: micro-kernel, with bias and bounds
 *       residual, any other activation, out
 * </pre>
 */
final class FewOutputsConv implements PreparedConv {
  private static final int PIXELS = FewOutputsMicroKernel.PIXELS;

  /** A quarter of a vector's lanes. */
  private static final int MOST_OUTPUTS = Simd.LANES / 4;

  /** Pixels whose channels are moved apart together, so that they stay in the first cache. */
  private static final int MOVED = 64;

  private final String algorithm;
  private final ConvSpec spec;

  /** As they come: a row for each output channel. */
  private final float[] weights;

  private final float[] bias;
  private final TailTransform tail;

  /** Where each step of the reduction reads, from where the window's first pixel lies. */
  private final int[] offsets;

  /** Columns of the output. */
  private final int columns;

  /** Floats of a row of one channel, and of all. */
  private final int planeFloats;

  private final int rowFloats;
  private final int bandRows;

  /** Where the sums of one channel of a row lie in the scratchpad. */
  private final int sums;

  private final int end;

  private FewOutputsConv(String algorithm, ConvSpec spec, float[] weights, float[] bias) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.bias = bias;
    tail = new TailTransform(spec.activation(), bias);
    columns = spec.width().output();
    planeFloats = Math.addExact(filled(columns), spec.width().covered(1) - 1);
    rowFloats = Math.multiplyExact(planeFloats, spec.inputChannels());
    bandRows = spec.height().windowsWithin(Caches.HERE.level2() / 4 / (4L * rowFloats));
    offsets = offsets();
    int packed = Math.multiplyExact(spec.height().covered(bandRows), rowFloats);
    sums = Math.addExact(Block.ALIGNED, packed);
    end = Math.addExact(sums, filled(columns));
  }

  /**
   * Whether it computes a layer, and faster than a vector for each pixel's channels: with at most
   * half as many vectors, for its loads take as long as two products.
   */
  static boolean takes(ConvSpec spec) {
    int columns = spec.width().output();
    long vectors = (long) filled(columns) / Simd.LANES * spec.outputChannels();
    return spec.groups() == 1
        && spec.outputChannels() <= MOST_OUTPUTS
        && spec.width().stride() == 1
        && vectors <= columns / 2;
  }

  /** Columns in whole tiles. */
  private static int filled(int columns) {
    return Math.multiplyExact((columns + PIXELS - 1) / PIXELS, PIXELS);
  }

  /** Without numbers, to be measured. */
  static FewOutputsConv outline(String algorithm, ConvSpec spec) {
    return new FewOutputsConv(algorithm, spec, new float[0], new float[0]);
  }

  static FewOutputsConv of(String algorithm, ConvSpec spec, Filter filter) {
    float[] weights = new float[spec.outputChannels() * spec.reduction()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = filter.weight(i / spec.reduction(), i % spec.reduction());
    }
    return new FewOutputsConv(algorithm, spec, weights, filter.bias());
  }

  private int[] offsets() {
    int channels = spec.inputChannels();
    Axis width = spec.width();
    int[] places = new int[spec.reduction()];
    for (int k = 0; k < places.length; k++) {
      int row = k / channels / width.kernel() * spec.height().dilation();
      int column = k / channels % width.kernel() * width.dilation();
      places[k] = row * rowFloats + k % channels * planeFloats + column;
    }
    return places;
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
    return 4L * spec.outputChannels() * (spec.reduction() + 1L);
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new FewOutputsConv(algorithm, other, weights, bias);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    Range rows = slice.outputRows();
    Range channels = slice.outputChannels();
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int r = rows.from(); r < rows.to(); r += bandRows) {
        int count = Math.min(bandRows, rows.to() - r);
        pack(input, scratchpad, n, r, count);
        for (int oh = r; oh < r + count; oh++) {
          int at = Block.ALIGNED + (oh - r) * spec.height().stride() * rowFloats;
          for (int oc = channels.from(); oc < channels.to(); oc++) {
            row(residual, output, scratchpad, n, oc, oh, at);
          }
        }
      }
    }
  }

  private void pack(Block input, float[] scratchpad, int n, int oh, int rows) {
    int first = spec.height().position(oh, 0);
    for (int i = 0; i < spec.height().covered(rows); i++) {
      int ih = first + i;
      int to = Block.ALIGNED + i * rowFloats;
      Arrays.fill(scratchpad, to, to + rowFloats, 0f);
      int before = spec.width().padBefore();
      int inside = Math.min(spec.width().input(), planeFloats - before);
      if (ih >= 0 && ih < spec.height().input() && inside > 0) {
        apart(input, input.index(n, 0, ih, 0), inside, scratchpad, to + before);
      }
    }
  }

  /** Moves the channels of some pixels apart, which lie next to each other. */
  private void apart(Block input, int from, int pixels, float[] target, int to) {
    float[] source = input.data();
    int channels = spec.inputChannels();
    int step = input.channels().length();
    if (step == 1) {
      System.arraycopy(source, from, target, to, pixels);
      return;
    }
    for (int p = 0; p < pixels; p += MOVED) {
      int count = Math.min(MOVED, pixels - p);
      for (int c = 0; c < channels; c++) {
        int x = from + p * step + c;
        int y = to + c * planeFloats + p;
        for (int i = 0; i < count; i++) {
          target[y + i] = source[x + i * step];
        }
      }
    }
  }

  /** Computes one channel of a row of the output. */
  private void row(
      Block residual, Block output, float[] scratchpad, int n, int oc, int oh, int at) {
    boolean finished = residual == null && tail.isBounds();
    float added = finished ? bias[oc] : -0f;
    float low = finished ? tail.low() : Float.NEGATIVE_INFINITY;
    float high = finished ? tail.high() : Float.POSITIVE_INFINITY;
    int wo = oc * offsets.length;
    for (int w = 0; w < columns; w += PIXELS) {
      FewOutputsMicroKernel.run(
          scratchpad, at + w, offsets, weights, wo, added, low, high, scratchpad, sums + w);
    }
    float[] y = output.data();
    int yo = output.index(n, oc, oh, 0);
    int step = output.channels().length();
    if (!finished) {
      finish(residual, scratchpad, n, oc, oh);
    }
    if (step == 1) {
      System.arraycopy(scratchpad, sums, y, yo, columns);
      return;
    }
    for (int w = 0; w < columns; w++) {
      y[yo + w * step] = scratchpad[sums + w];
    }
  }

  /** Adds bias and residual to a row of sums, and applies the activation. */
  private void finish(Block residual, float[] scratchpad, int n, int oc, int oh) {
    float[] r = residual == null ? TailTransform.NOTHING : residual.data();
    int ro = residual == null ? 0 : residual.index(n, oc, oh, 0);
    int rStep = residual == null ? 0 : residual.channels().length();
    for (int w = 0; w < columns; w++) {
      float sum = scratchpad[sums + w] + bias[oc] + r[ro + w * rStep];
      scratchpad[sums + w] = spec.activation().apply(sum);
    }
  }
}
