package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import java.util.Arrays;

/**
 * A convolution of many small groups, straight from packed rows of the input.
 *
 * <p><b>Algorithm.</b> {@code y[oc] = sum over kh, kw, ic of x[oc's group, ic] · weights[oc, k]}.
 * The order is that of the reference, and so are the bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image, for each strip of channels      (all of a depthwise layer, else one pass)
 *   for each band of output rows                  (its packed rows fill half the second cache)
 *     pack the input rows of the band
 *     for each row, for each pass of output channels      (a cache line of them, or a group)
 *       for each vector of the pass, for each tile of the row: micro-kernel
 *       bias, residual, activation, out
 * </pre>
 */
final class PlaneConv implements PreparedConv {
  private static final int WIDTH = PlanePacking.WIDTH;
  private static final int PIXELS = PlaneMicroKernel.PIXELS;

  private final String algorithm;
  private final ConvSpec spec;
  private final PlaneWeights weights;
  private final PlanePacking packing;
  private final PlaneMicroKernel microKernel;
  private final TailTransform tail;

  /** Output channels that are finished together. */
  private final int pass;

  /** Output channels whose inputs are packed together, a multiple of a pass. */
  private final int strip;

  private final int bandRows;

  /** Where the sums of a row lie in the scratchpad: behind what the last tile reads past it. */
  private final int sumsAt;

  /** Columns of the output. */
  private final int columns;

  /** The first vector of each pass, and the number of all. */
  private final int[] firstVectors;

  /** The offsets of a window for each position in a plane where a group starts. */
  private final int[] offsets;

  /** Where in {@link #offsets} those of a vector start, and the plane that they count from. */
  private final int[] offsetsAt;

  private final int[] planes;

  PlaneConv(String algorithm, ConvSpec spec, PlaneWeights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.tail = new TailTransform(spec.activation(), weights.bias());
    this.microKernel = weights.microKernel(spec);
    if (PlaneWeights.isDepthwise(spec)) {
      this.pass = WIDTH;
      this.strip = spec.outputChannels();
    } else {
      int channels = Math.max(spec.groupInputChannels(), spec.groupOutputChannels());
      this.pass = Math.max(1, WIDTH / channels) * spec.groupOutputChannels();
      this.strip = pass;
    }
    this.bandRows = bandRows();
    this.columns = spec.width().output();
    this.firstVectors = firstVectors();
    this.packing = new PlanePacking(spec, rowsRead(bandRows));
    int past = PIXELS * WIDTH;
    this.sumsAt =
        Math.addExact(
            Block.ALIGNED + past, Math.multiplyExact(mostPlanes(), packing.planeFloats()));
    this.offsetsAt = new int[weights.count()];
    this.planes = new int[weights.count()];
    this.offsets = offsets();
  }

  private int[] firstVectors() {
    int[] first = new int[(spec.outputChannels() + pass - 1) / pass + 1];
    for (int q = 0; q < first.length - 1; q++) {
      first[q] = weights.vector(q * pass);
    }
    first[first.length - 1] = weights.count();
    return first;
  }

  private int[] offsets() {
    int[] all = new int[0];
    int[] starts = new int[WIDTH];
    Arrays.fill(starts, -1);
    for (int v = 0; v < weights.count(); v++) {
      int channel = inputChannel(weights.outputChannel(v));
      int position = channel % WIDTH;
      if (starts[position] < 0) {
        starts[position] = all.length;
        int[] one = packing.offsets(position);
        all = Arrays.copyOf(all, all.length + one.length);
        System.arraycopy(one, 0, all, starts[position], one.length);
      }
      offsetsAt[v] = starts[position];
      planes[v] = channel / WIDTH;
    }
    return all;
  }

  private int bandRows() {
    long bytesOfRow = 4L * PlanePacking.rowFloats(spec) * mostPlanes();
    int rows = 1;
    while (rows < spec.height().output()
        && rowsRead(rows + 1) * bytesOfRow <= Caches.HERE.level2() / 2) {
      rows++;
    }
    return rows;
  }

  /** Rows that so many output rows read, those of the padding included. */
  private int rowsRead(int outputRows) {
    Axis height = spec.height();
    return (outputRows - 1) * height.stride() + (height.kernel() - 1) * height.dilation() + 1;
  }

  /** The first input channel of an output channel's group. */
  private int inputChannel(int oc) {
    return oc / spec.groupOutputChannels() * spec.groupInputChannels();
  }

  /** The first of the planes that an output channel reads, and of those that follow it. */
  private int firstPlane(int oc) {
    return inputChannel(oc) / WIDTH;
  }

  /** The plane after the last of those that the output channels before {@code end} read. */
  private int lastPlane(int end) {
    return (inputChannel(end - 1) + spec.groupInputChannels() + WIDTH - 1) / WIDTH;
  }

  /** Planes of the strip that reads most of them. */
  private int mostPlanes() {
    int most = 0;
    for (int oc = 0; oc < spec.outputChannels(); oc += strip) {
      int end = Math.min(spec.outputChannels(), oc + strip);
      most = Math.max(most, lastPlane(end) - firstPlane(oc));
    }
    return most;
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  /** The packed strip, what the last tile reads past it, and the sums of a row of one pass. */
  @Override
  public int scratchpadFloats() {
    long sums = (long) (columns + PIXELS) * sumStep();
    return Math.toIntExact(sumsAt + sums);
  }

  /** Sums of a pass for one pixel, and room for what a vector writes past them. */
  private int sumStep() {
    return pass + WIDTH;
  }

  @Override
  public long packedBytes() {
    return weights.bytes();
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new PlaneConv(algorithm, other, weights);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int channels = slice.outputChannels().to();
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int c = slice.outputChannels().from(); c < channels; c = (c / strip + 1) * strip) {
        int end = Math.min(channels, (c / strip + 1) * strip);
        strip(input, residual, output, slice, scratchpad, n, c, end);
      }
    }
  }

  /** Computes the channels {@code first} to {@code last} of an image, all of one strip. */
  private void strip(
      Block input,
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad,
      int n,
      int first,
      int last) {
    int firstPlane = firstPlane(first);
    int planes = lastPlane(last) - firstPlane;
    int stride = spec.height().stride();
    for (int oh = slice.outputRows().from(); oh < slice.outputRows().to(); oh += bandRows) {
      int rows = Math.min(bandRows, slice.outputRows().to() - oh);
      int ih = spec.height().position(oh, 0);
      for (int r = 0; r < rowsRead(rows); r++) {
        int to = Block.ALIGNED + r * packing.rowFloats();
        packing.row(input, n, ih + r, firstPlane, planes, scratchpad, to);
      }
      for (int r = 0; r < rows; r++) {
        int row = Block.ALIGNED + r * stride * packing.rowFloats();
        // The last pass first: what its vectors write past the end of a pixel is the next pixel's
        // first channels, whose turn is still to come.
        for (int q = (last - 1) / pass; q * pass + pass > first; q--) {
          int oc0 = Math.max(first, q * pass);
          int oc1 = Math.min(last, q * pass + pass);
          int whole =
              oc1 < last ? 0 : tail.wholePixels(columns, Simd.LANES, residual, output, first, last);
          pass(residual, output, n, oh + r, q, oc0, oc1, whole, firstPlane, row, scratchpad);
        }
      }
    }
  }

  /**
   * Computes the channels {@code oc0} to {@code oc1}, which are of one pass, of one row.
   *
   * @param whole pixels that take whole vectors
   */
  private void pass(
      Block residual,
      Block output,
      int n,
      int oh,
      int q,
      int oc0,
      int oc1,
      int whole,
      int firstPlane,
      int row,
      float[] scratchpad) {
    int firstVector = firstVectors[q];
    int lastVector = firstVectors[q + 1] - 1;
    // A slice may want fewer.
    while (firstVector < lastVector && weights.outputChannel(firstVector + 1) <= oc0) {
      firstVector++;
    }
    while (lastVector > firstVector && weights.outputChannel(lastVector) >= oc1) {
      lastVector--;
    }
    int start = weights.outputChannel(firstVector);
    // Full vectors of full tiles go straight into the output, if no more follows than a bound.
    boolean direct =
        residual == null
            && tail.isLowerBound()
            && columns >= PIXELS
            && start == oc0
            && weights.outputChannel(lastVector) + Simd.LANES == oc1;
    float[] y = direct ? output.data() : scratchpad;
    int to = direct ? output.index(n, oc0, oh, 0) : sumsAt;
    int step = direct ? output.channels().length() : sumStep();
    int steps = weights.steps();
    float[] vectors = weights.vectors();
    float[] bias = direct ? tail.bias() : TailTransform.NOTHING;
    float low = direct ? tail.low() : Float.NEGATIVE_INFINITY;
    int lastColumn = columns - PIXELS;
    for (int v = firstVector; v <= lastVector; v++) {
      int at = row + (planes[v] - firstPlane) * packing.planeFloats();
      int yo = to + weights.outputChannel(v) - start;
      int offset = offsetsAt[v];
      int w = weights.at(v);
      for (int p = 0; p < columns; p += PIXELS) {
        // The last tile is moved back to end with the row, and computes some pixels again.
        int ow = Math.max(0, Math.min(p, lastColumn));
        microKernel.run(
            scratchpad,
            at + ow * WIDTH,
            offsets,
            offset,
            steps,
            vectors,
            w,
            bias,
            direct ? weights.outputChannel(v) : 0,
            low,
            y,
            yo + ow * step,
            step);
      }
    }
    if (direct) {
      return;
    }
    int from = to + oc0 - start;
    if (whole > 0) {
      int filled = oc0 + (oc1 - oc0 + Simd.LANES - 1) / Simd.LANES * Simd.LANES;
      tail.run(y, from, step, residual, output, n, oh, 0, whole, oc0, filled);
    }
    if (whole < columns) {
      int rest = from + whole * step;
      tail.run(y, rest, step, residual, output, n, oh, whole, columns - whole, oc0, oc1);
    }
  }
}
