package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;

/**
 * Copies rows of the input for one vector of output channels: what each lane reads, padded, and
 * with the columns of one phase of the stride next to each other.
 *
 * <pre>
 * channel of the group │ row │ phase: column mod stride │ column div stride │ lane
 * </pre>
 *
 * <p>So the inputs of neighbouring pixels lie one vector apart at every step of the reduction,
 * whatever the stride and the dilation.
 */
final class LanePacking {
  private static final int L = Simd.LANES;

  private final ConvSpec spec;

  /** For each vector, channel of the group and lane the channel that it reads. */
  private final int[] lanes;

  private final LaneTransform permutations;

  /** Columns of one phase, with room for the last tile's pixels to spare. */
  private final int phaseColumns;

  LanePacking(ConvSpec spec, int[] lanes, LaneTransform permutations) {
    this.spec = spec;
    this.lanes = lanes;
    this.permutations = permutations;
    Axis width = spec.width();
    int covered = (width.kernel() - 1) * width.dilation() + 1;
    phaseColumns = width.output() + (covered - 1) / width.stride() + LaneMicroKernel.PIXELS;
  }

  /** Floats of one packed row of one channel of the group. */
  int rowFloats() {
    return spec.width().stride() * phaseColumns * L;
  }

  /** Where the inputs of a step lie, from a window's first row and column. */
  int[] offsets(int planeFloats) {
    int channels = spec.groupInputChannels();
    int[] offsets = new int[spec.reduction()];
    for (int k = 0; k < offsets.length; k++) {
      int ic = k % channels;
      int kw = k / channels % spec.width().kernel();
      int kh = k / channels / spec.width().kernel();
      offsets[k] =
          ic * planeFloats
              + kh * spec.height().dilation() * rowFloats()
              + column(kw * spec.width().dilation());
    }
    return offsets;
  }

  private int column(int padded) {
    int stride = spec.width().stride();
    return (padded % stride * phaseColumns + padded / stride) * L;
  }

  /**
   * Packs one row.
   *
   * @param ih the input row; one of the padding gives zeros
   * @param firstChannel from which {@code lanes} count
   * @param at where in {@code lanes} those of this vector and channel of the group start
   */
  void row(
      Block input, int n, int ih, int firstChannel, int at, Spread spread, float[] target, int to) {
    if (ih < 0 || ih >= spec.height().input()) {
      LaneTransform.zero(target, to, L, spec.width().stride() * phaseColumns);
      return;
    }
    int stride = spec.width().stride();
    for (int phase = 0; phase < stride; phase++) {
      phase(input, n, ih, firstChannel, at, spread, phase, target, to);
    }
  }

  private void phase(
      Block input,
      int n,
      int ih,
      int firstChannel,
      int at,
      Spread spread,
      int phase,
      float[] target,
      int row) {
    int stride = spec.width().stride();
    int padding = spec.width().padBefore();
    int to = row + phase * phaseColumns * L;
    // Columns q of this phase are padded columns q·stride + phase, input columns less the padding.
    int first = Math.min(phaseColumns, Math.max(0, (padding - phase + stride - 1) / stride));
    int beyond = spec.width().input() + padding - phase;
    int last = Math.max(first, Math.min(phaseColumns, (beyond + stride - 1) / stride));
    LaneTransform.zero(target, to, L, first);
    LaneTransform.zero(target, to + last * L, L, phaseColumns - last);
    int count = last - first;
    if (count == 0) {
      return;
    }
    float[] source = input.data();
    int from = input.index(n, firstChannel, ih, first * stride + phase - padding);
    int step = stride * input.channels().length();
    // A vector read at the last pixel may reach past the end of the array: that one lane by lane.
    int whole = spread == Spread.GATHER ? 0 : count;
    while (whole > 0 && from + (whole - 1) * step + L > source.length) {
      whole--;
    }
    if (spread == Spread.COPY) {
      LaneTransform.copy(source, from, step, target, to + first * L, L, whole);
    } else {
      permutations.permute(at / L, source, from, step, target, to + first * L, L, whole);
    }
    for (int p = whole; p < count; p++) {
      gather(input, from + p * step, firstChannel, at, target, to + (first + p) * L);
    }
  }

  /** One pixel, lane by lane; lanes whose channel the input doesn't hold are of no slice: zero. */
  private void gather(Block input, int from, int firstChannel, int at, float[] target, int to) {
    for (int i = 0; i < L; i++) {
      int channel = firstChannel + lanes[at + i];
      boolean held = channel >= input.channels().from() && channel < input.channels().to();
      target[to + i] = held ? input.data()[from + lanes[at + i]] : 0f;
    }
  }

  /** How the channels of a vector reach their lanes. */
  enum Spread {
    /** Lane i reads channel i, or is never written. */
    COPY,
    /** The lanes read channels that lie within one vector. */
    PERMUTE,
    /** The lanes read channels further apart, or some that the input doesn't hold. */
    GATHER
  }
}
