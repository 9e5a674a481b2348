package io.convoy.core.conv;

import io.convoy.core.simd.Caches;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
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
 * for each image, for each band of output rows    (its packed rows fill half the second cache)
 *   pack the input rows of the band, all channels
 *   for each strip of output channels, row, tile of pixels, vector of the strip:
 *     micro-kernel; bias, residual, activation, out
 * </pre>
 */
final class LaneConv implements PreparedConv {
  private static final int L = Simd.LANES;
  private static final int PIXELS = LaneMicroKernel.PIXELS;

  /**
   * Output channels that pass over the rows together: three rows of them stay in the first cache.
   */
  private static final int STRIP = 128;

  private final String algorithm;
  private final ConvSpec spec;
  private final Weights weights;
  private final LanePacking packing;
  private final TailTransform tail;
  private final int bandRows;
  private final int planeFloats;
  private final int[] offsets;
  private final boolean threeColumns;
  private final int kernelRows;

  /** From one kernel row's inputs to the next's. */
  private final int rowStep;

  LaneConv(String algorithm, ConvSpec spec, Weights weights) {
    this.algorithm = algorithm;
    this.spec = spec;
    this.weights = weights;
    this.packing = new LanePacking(spec);
    this.tail = new TailTransform(spec.activation(), weights.bias);
    this.bandRows = bandRows();
    this.planeFloats = rowsRead(bandRows) * packing.rowFloats();
    this.offsets = packing.offsets(planeFloats);
    this.threeColumns =
        spec.groupInputChannels() == 1
            && spec.width().kernel() == 3
            && spec.width().dilation() == 1;
    this.kernelRows = spec.height().kernel();
    this.rowStep = spec.height().dilation() * packing.rowFloats();
  }

  private int bandRows() {
    long bytesOfRow = 4L * packing.rowFloats() * spec.groupInputChannels();
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

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  /** The planes, what the last tile reads past them, and the sums of one tile. */
  @Override
  public int scratchpadFloats() {
    int past = PIXELS * spec.width().stride() * packing.columnFloats();
    return Math.toIntExact(
        Block.ALIGNED + (long) spec.groupInputChannels() * planeFloats + past + PIXELS * L);
  }

  @Override
  public long packedBytes() {
    return 4L * (weights.floats + weights.bias.length);
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
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int oh = slice.outputRows().from(); oh < slice.outputRows().to(); oh += bandRows) {
        int rows = Math.min(bandRows, slice.outputRows().to() - oh);
        pack(input, slice, n, oh, rows, scratchpad);
        int channels = slice.outputChannels().to();
        for (int c = slice.outputChannels().from(); c < channels; c = (c / STRIP + 1) * STRIP) {
          int end = Math.min(channels, (c / STRIP + 1) * STRIP);
          for (int r = 0; r < rows; r++) {
            row(residual, output, n, oh + r, r, c, end, scratchpad);
          }
        }
      }
    }
  }

  private void pack(Block input, ConvSlice slice, int n, int oh, int rows, float[] scratchpad) {
    int first = slice.outputChannels().from() / L;
    int last = (slice.outputChannels().to() + L - 1) / L;
    int ih = spec.height().position(oh, 0);
    for (int r = 0; r < rowsRead(rows); r++) {
      int to = Block.ALIGNED + r * packing.rowFloats();
      packing.row(input, n, ih + r, first, last, scratchpad, to, planeFloats);
    }
  }

  /** Computes the channels {@code first} to {@code last} of one row of the band. */
  private void row(
      Block residual,
      Block output,
      int n,
      int oh,
      int bandRow,
      int first,
      int last,
      float[] scratchpad) {
    int columns = spec.width().output();
    int step = spec.width().stride() * packing.columnFloats();
    int row = Block.ALIGNED + bandRow * spec.height().stride() * packing.rowFloats();
    int sums = scratchpadFloats() - PIXELS * L;
    for (int ow = 0; ow < columns; ow += PIXELS) {
      int pixels = Math.min(PIXELS, columns - ow);
      for (int v = first / L; v * L < last; v++) {
        int oc0 = Math.max(first, v * L);
        int oc1 = Math.min(last, v * L + L);
        // A full tile of a full vector goes straight into the output.
        boolean direct = residual == null && oc1 - oc0 == L && pixels == PIXELS;
        float[] target = direct ? output.data() : scratchpad;
        int to = direct ? output.index(n, oc0, oh, ow) : sums;
        int sumStep = direct ? output.channels().length() : L;
        sum(scratchpad, row + ow * step + v * L, v, target, to, sumStep);
        if (!(direct && tail.isNothing())) {
          int from = to + oc0 - v * L;
          tail.run(target, from, sumStep, residual, output, n, oh, ow, pixels, oc0, oc1);
        }
      }
    }
  }

  /** One tile of one vector, by the micro-kernel that reads least. */
  private void sum(float[] scratchpad, int at, int v, float[] target, int to, int sumStep) {
    int column = packing.columnFloats();
    int steps = offsets.length;
    int wo = v * steps * L;
    float[] vectors = weights.vectors;
    if (threeColumns && spec.width().stride() == 1) {
      LaneRowMicroKernel.stride1(
          scratchpad, at, column, rowStep, kernelRows, vectors, wo, target, to, sumStep);
    } else if (threeColumns && spec.width().stride() == 2) {
      LaneRowMicroKernel.stride2(
          scratchpad, at, column, rowStep, kernelRows, vectors, wo, target, to, sumStep);
    } else {
      int step = spec.width().stride() * column;
      LaneMicroKernel.run(scratchpad, at, step, offsets, steps, vectors, wo, target, to, sumStep);
    }
  }

  /** A layer's weights, a vector a step for each vector of output channels. */
  static final class Weights {
    private static final float[] NONE = {};

    private final float[] vectors;
    private final float[] bias;
    private final long floats;

    private Weights(float[] vectors, float[] bias, long floats) {
      this.vectors = vectors;
      this.bias = bias;
      this.floats = floats;
    }

    /** Of that size without numbers, which can be measured but not multiplied with. */
    static Weights outline(ConvSpec spec) {
      int count = (spec.outputChannels() + L - 1) / L;
      return new Weights(NONE, new float[count * L], (long) count * spec.reduction() * L);
    }

    Weights(ConvSpec spec, Filter filter) {
      int inputs = spec.groupInputChannels();
      int count = (spec.outputChannels() + L - 1) / L;
      int taps = spec.height().kernel() * spec.width().kernel();
      int steps = spec.reduction();
      float[] weights = filter.weights().data();
      vectors = new float[Math.multiplyExact(count * steps, L)];
      floats = vectors.length;
      bias = Arrays.copyOf(filter.bias(), count * L);
      for (int oc = 0; oc < spec.outputChannels(); oc++) {
        for (int k = 0; k < steps; k++) {
          vectors[(oc / L * steps + k) * L + oc % L] =
              weights[(oc * inputs + k % inputs) * taps + k / inputs];
        }
      }
    }
  }
}
