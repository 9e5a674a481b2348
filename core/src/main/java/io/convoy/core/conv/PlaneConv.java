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
 * for each image
 *   for each band of output rows                    (its packed rows fill half the second cache)
 *     pack the input rows of the band               (all channels: memory is read straight through)
 *     for each pass of output channels              (a cache line of them, or a group)
 *       for each vector of the pass: micro-kernel, with bias and bounds, out
 *       where that isn't all, row by row: micro-kernel, bias, residual, activation, out
 * </pre>
 */
final class PlaneConv implements PreparedConv {
  private static final int WIDTH = PlanePacking.WIDTH;

  private final String algorithm;
  private final ConvSpec spec;
  private final PlaneWeights weights;
  private final PlanePacking packing;
  private final PlaneMicroKernel microKernel;
  private final TailTransform tail;

  /** Output channels that are finished together. */
  private final int pass;

  private final int bandRows;

  /** Where the sums of a row lie in the scratchpad: behind what the last tile reads past it. */
  private final int sumsAt;

  /** Where it has room that the micro-kernel uses. */
  private final int spareAt;

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
    int channels = Math.max(spec.groupInputChannels(), spec.groupOutputChannels());
    this.pass =
        PlaneWeights.repeats(spec)
            ? WIDTH
            : Math.max(1, WIDTH / channels) * spec.groupOutputChannels();
    this.bandRows = bandRows();
    this.columns = spec.width().output();
    this.firstVectors = firstVectors();
    this.packing = new PlanePacking(spec, spec.height().covered(bandRows));
    int past = PlaneMicroKernel.MOST_PIXELS * WIDTH;
    this.sumsAt =
        Math.addExact(Block.ALIGNED + past, Math.multiplyExact(planes(), packing.planeFloats()));
    this.spareAt =
        Math.addExact(
            sumsAt, Math.multiplyExact(columns + PlaneMicroKernel.MOST_PIXELS, sumStep()));
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
    long bytesOfRow = 4L * PlanePacking.rowFloats(spec) * planes();
    return spec.height().windowsWithin(Caches.HERE.level2() / 2 / bytesOfRow);
  }

  /** Where in the planes an output channel's group starts, in channels. */
  private int inputChannel(int oc) {
    return PlaneWeights.repeats(spec)
        ? oc
        : oc / spec.groupOutputChannels() * spec.groupInputChannels();
  }

  /** The first of the planes that an output channel reads, and of those that follow it. */
  private int firstPlane(int oc) {
    return inputChannel(oc) / WIDTH;
  }

  /** The plane after the last of those that the output channels before {@code end} read. */
  private int lastPlane(int end) {
    return (inputChannel(end - 1) + spec.groupInputChannels() + WIDTH - 1) / WIDTH;
  }

  /** Planes of the whole input. */
  private int planes() {
    return lastPlane(spec.outputChannels());
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  /**
   * The packed band, what the last tile reads past it, the sums of a row of one pass, and what the
   * micro-kernel needs for itself.
   */
  @Override
  public int scratchpadFloats() {
    return Math.toIntExact(spareAt + microKernel.spareFloats(columns));
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
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      image(input, residual, output, slice, scratchpad, n);
    }
  }

  private void image(
      Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad, int n) {
    int first = slice.outputChannels().from();
    int last = slice.outputChannels().to();
    int firstPlane = firstPlane(first);
    int planes = lastPlane(last) - firstPlane;
    for (int oh = slice.outputRows().from(); oh < slice.outputRows().to(); oh += bandRows) {
      int rows = Math.min(bandRows, slice.outputRows().to() - oh);
      int ih = spec.height().position(oh, 0);
      for (int r = 0; r < spec.height().covered(rows); r++) {
        int to = Block.ALIGNED + r * packing.rowFloats();
        packing.row(input, n, ih + r, firstPlane, planes, scratchpad, to);
      }
      // The last pass first: what its vectors write past the end of a pixel are the next pixel's
      // first channels, whose turn is still to come.
      for (int q = (last - 1) / pass; q * pass + pass > first; q--) {
        pass(residual, output, n, oh, rows, q, first, last, scratchpad);
      }
    }
  }

  /**
   * Computes the channels of a pass that are among {@code first} to {@code last}, those of the
   * slice, of some rows.
   */
  private void pass(
      Block residual,
      Block output,
      int n,
      int oh,
      int rows,
      int q,
      int first,
      int last,
      float[] scratchpad) {
    int oc0 = Math.max(first, q * pass);
    int oc1 = Math.min(last, q * pass + pass);
    int firstVector = firstVectors[q];
    int lastVector = firstVectors[q + 1] - 1;
    // A slice may want fewer.
    while (firstVector < lastVector && weights.outputChannel(firstVector + 1) <= oc0) {
      firstVector++;
    }
    while (lastVector > firstVector && weights.outputChannel(lastVector) >= oc1) {
      lastVector--;
    }
    int direct = 0;
    if (residual == null
        && (microKernel.clips() ? tail.isBounds() : tail.isLowerBound())
        && columns >= microKernel.pixels()) {
      direct = wholePixels(output, rows * columns, firstVector, lastVector, oc0, oc1, first, last);
    }
    int row = direct / columns;
    int column = direct % columns < microKernel.pixels() ? 0 : direct % columns;
    int plane = firstPlane(first);
    if (row > 0) {
      finish(output, n, oh, 0, row, columns, firstVector, lastVector, oc0, plane, scratchpad);
    }
    if (column > 0) {
      finish(output, n, oh, row, 1, column, firstVector, lastVector, oc0, plane, scratchpad);
    }
    for (; row < rows; row++) {
      int width = columns - column;
      for (int v = firstVector; v <= lastVector; v++) {
        int to = sumsAt + weights.outputChannel(v) - weights.outputChannel(firstVector);
        run(
            v,
            plane,
            row,
            column,
            1,
            width,
            TailTransform.NOTHING,
            0,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            scratchpad,
            to,
            sumStep(),
            scratchpad);
      }
      int from = sumsAt + oc0 - weights.outputChannel(firstVector);
      int whole =
          oc1 < last ? 0 : tail.wholePixels(width, Simd.LANES, residual, output, first, last);
      if (whole > 0) {
        int filled = oc0 + (oc1 - oc0 + Simd.LANES - 1) / Simd.LANES * Simd.LANES;
        tail.run(
            scratchpad, from, sumStep(), residual, output, n, oh + row, column, whole, oc0, filled);
      }
      if (whole < width) {
        int rest = from + whole * sumStep();
        int ow = column + whole;
        tail.run(
            scratchpad, rest, sumStep(), residual, output, n, oh + row, ow, columns - ow, oc0, oc1);
      }
      column = 0;
    }
  }

  /**
   * How many pixels of a band can be written straight into the output: where vectors follow each
   * other without a gap, and what the last one writes past the channels of a pixel is overwritten.
   */
  private int wholePixels(
      Block output,
      int pixels,
      int firstVector,
      int lastVector,
      int oc0,
      int oc1,
      int first,
      int last) {
    int past = weights.outputChannel(lastVector) + Simd.LANES - oc1;
    if (oc1 + past - oc0 != (lastVector - firstVector + 1) * Simd.LANES) {
      return 0;
    }
    if (past == 0) {
      return pixels;
    }
    return oc1 < last ? 0 : tail.wholePixels(pixels, past, null, output, first, last);
  }

  /** Computes some rows, or the first pixels of one, and finishes them in the registers. */
  private void finish(
      Block output,
      int n,
      int oh,
      int row,
      int height,
      int width,
      int firstVector,
      int lastVector,
      int oc0,
      int planesBefore,
      float[] scratchpad) {
    int to = output.index(n, oc0, oh + row, 0) - oc0;
    // The last first: what it writes past the channels of a pixel are the next one's first.
    for (int v = lastVector; v >= firstVector; v--) {
      int oc = weights.outputChannel(v);
      run(
          v,
          planesBefore,
          row,
          0,
          height,
          width,
          tail.bias(),
          oc,
          tail.low(),
          tail.high(),
          output.data(),
          to + oc,
          output.channels().length(),
          scratchpad);
    }
  }

  /** Runs the micro-kernel for a vector and some of the packed band's rows, or part of one. */
  private void run(
      int v,
      int planesBefore,
      int row,
      int column,
      int height,
      int width,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] y,
      int yo,
      int yStep,
      float[] scratchpad) {
    int rowStep = spec.height().stride() * packing.rowFloats();
    int plane = (planes[v] - planesBefore) * packing.planeFloats();
    microKernel.run(
        scratchpad,
        Block.ALIGNED + plane + row * rowStep + column * WIDTH,
        rowStep,
        height,
        width,
        offsets,
        offsetsAt[v],
        weights.steps(),
        weights.vectors(),
        weights.at(v),
        bias,
        oc,
        low,
        high,
        spareAt,
        y,
        yo,
        yStep);
  }
}
