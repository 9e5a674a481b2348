package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * A convolution of many small groups, with output channels of several groups in one vector.
 *
 * <p><b>Algorithm.</b> {@code y[oc] = sum over kh, kw, ic of x[oc's group, ic] · weights[oc, k]},
 * all lanes at once; each lane has its own inputs, so nothing is multiplied in vain. The order is
 * that of the reference, and so are the bits.
 *
 * <p><b>Schedule.</b>
 *
 * <pre>
 * for each image, for each band of output rows    (its packed rows fill a quarter of the second cache)
 *   for each vector of output channels
 *     pack the input rows of the band
 *     for each row, for each tile of pixels: micro-kernel; bias, residual, activation, out
 * </pre>
 */
final class LaneConv implements PreparedConv {
  private static final int L = Simd.LANES;

  private final String algorithm;
  private final ConvSpec spec;
  private final Weights weights;
  private final LanePacking packing;
  private final TailTransform tail;
  private final int bandRows;
  private final int planeFloats;
  private final int[] offsets;

  LaneConv(String algorithm, ConvSpec spec, Weights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.packing = new LanePacking(spec, weights.lanes, weights.permutations);
    this.tail = new TailTransform(spec.activation());
    this.bandRows = bandRows();
    this.planeFloats = rowsRead(bandRows) * packing.rowFloats();
    this.offsets = packing.offsets(planeFloats);
  }

  private int bandRows() {
    long bytesOfRow = 4L * packing.rowFloats() * spec.groupInputChannels();
    int rows = 1;
    while (rows < spec.height().output()
        && rowsRead(rows + 1) * bytesOfRow <= Caches.HERE.level2() / 4) {
      rows++;
    }
    return rows;
  }

  /** Rows that so many output rows read, those of the padding included. */
  private int rowsRead(int outputRows) {
    Axis height = spec.height();
    return (outputRows - 1) * height.stride() + (height.kernel() - 1) * height.dilation() + 1;
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
    return Block.ALIGNED
        + Math.multiplyExact(spec.groupInputChannels(), planeFloats)
        + LaneMicroKernel.PIXELS * L;
  }

  @Override
  public long packedBytes() {
    return 4L * (weights.vectors.length + weights.lanes.length + weights.bias.length);
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    return new LaneConv(algorithm, other, weights);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    int firstVector = slice.outputChannels().from() / L;
    int lastVector = (slice.outputChannels().to() + L - 1) / L;
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int oh = slice.outputRows().from(); oh < slice.outputRows().to(); oh += bandRows) {
        int rows = Math.min(bandRows, slice.outputRows().to() - oh);
        for (int v = firstVector; v < lastVector; v++) {
          pack(input, n, oh, rows, v, scratchpad);
          for (int r = 0; r < rows; r++) {
            row(residual, output, slice, n, oh + r, r, v, scratchpad);
          }
        }
      }
    }
  }

  private void pack(Block input, int n, int oh, int rows, int v, float[] scratchpad) {
    int channels = spec.groupInputChannels();
    int firstChannel = weights.firstChannel(v);
    LanePacking.Spread spread = weights.spread(v, input.channels());
    int ih = spec.height().position(oh, 0);
    for (int ic = 0; ic < channels; ic++) {
      for (int r = 0; r < rowsRead(rows); r++) {
        packing.row(
            input,
            n,
            ih + r,
            firstChannel,
            (v * channels + ic) * L,
            spread,
            scratchpad,
            Block.ALIGNED + ic * planeFloats + r * packing.rowFloats());
      }
    }
  }

  private void row(
      Block residual,
      Block output,
      ConvSlice slice,
      int n,
      int oh,
      int bandRow,
      int v,
      float[] scratchpad) {
    int columns = spec.width().output();
    int base = Block.ALIGNED + bandRow * spec.height().stride() * packing.rowFloats();
    int sums = scratchpadFloats() - LaneMicroKernel.PIXELS * L;
    int wo = v * offsets.length * L;
    int oc0 = Math.max(slice.outputChannels().from(), v * L);
    int oc1 = Math.min(slice.outputChannels().to(), v * L + L);
    int pixels;
    for (int ow = 0; ow < columns; ow += pixels) {
      int at = base + ow * L;
      int left = columns - ow;
      if (left <= LaneMicroKernel.HALF) {
        pixels = left;
        LaneMicroKernel.half(
            scratchpad,
            at,
            offsets,
            offsets.length,
            weights.vectors,
            wo,
            weights.bias,
            v * L,
            scratchpad,
            sums);
      } else {
        pixels = Math.min(left, LaneMicroKernel.PIXELS);
        LaneMicroKernel.full(
            scratchpad,
            at,
            offsets,
            offsets.length,
            weights.vectors,
            wo,
            weights.bias,
            v * L,
            scratchpad,
            sums);
      }
      int from = sums + oc0 - v * L;
      tail.run(scratchpad, from, L, residual, output, n, oh, ow, pixels, oc0, oc1);
    }
  }

  /** A layer's weights, a vector a step, and for each lane the channels that it reads. */
  static final class Weights {
    private final float[] vectors;
    private final int[] lanes;
    private final LaneTransform permutations;
    private final float[] bias;
    private final int groupInputs;
    private final int groupOutputs;

    Weights(ConvSpec spec, Filter filter) {
      groupInputs = spec.groupInputChannels();
      groupOutputs = spec.groupOutputChannels();
      bias = Arrays.copyOf(filter.bias(), filter.bias().length + L);
      int count = (spec.outputChannels() + L - 1) / L;
      int taps = spec.height().kernel() * spec.width().kernel();
      int steps = spec.reduction();
      vectors = new float[Math.multiplyExact(count * steps, L)];
      lanes = new int[count * groupInputs * L];
      float[] weights = filter.weights().data();
      for (int v = 0; v < count; v++) {
        for (int lane = 0; lane < L; lane++) {
          int oc = Math.min(v * L + lane, spec.outputChannels() - 1);
          boolean filling = v * L + lane >= spec.outputChannels();
          for (int k = 0; k < steps; k++) {
            int from = (oc * groupInputs + k % groupInputs) * taps + k / groupInputs;
            vectors[(v * steps + k) * L + lane] = filling ? 0f : weights[from];
          }
          for (int ic = 0; ic < groupInputs; ic++) {
            lanes[(v * groupInputs + ic) * L + lane] =
                oc / groupOutputs * groupInputs + ic - firstChannel(v);
          }
        }
      }
      permutations = new LaneTransform(lanes);
    }

    /** The first input channel of the group of a vector's first lane. */
    int firstChannel(int v) {
      return v * L / groupOutputs * groupInputs;
    }

    /** How a vector's lanes get their channels out of an input that holds these. */
    LanePacking.Spread spread(int v, Range held) {
      int first = firstChannel(v);
      int reach = lanes[(v + 1) * groupInputs * L - 1];
      if (first < held.from() || first + reach >= held.to() || reach >= L) {
        return LanePacking.Spread.GATHER;
      }
      return groupInputs == 1 && groupOutputs == 1
          ? LanePacking.Spread.COPY
          : LanePacking.Spread.PERMUTE;
    }
  }
}
