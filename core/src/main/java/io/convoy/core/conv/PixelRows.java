package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import java.util.Arrays;

/**
 * Copies rows of an input of few channels, with the padding around, to where pixels lie {@value
 * #WIDTH} floats apart.
 *
 * <pre>
 * row │ phase: padded column mod stride │ padded column / stride │ channel
 * </pre>
 *
 * <p>What neighbouring windows read for the same step lies {@value #WIDTH} floats apart, whatever
 * the stride and the number of channels, which gives the micro-kernels literal addresses.
 */
final class PixelRows {
  /** Floats of a pixel, and the most channels that it may have. */
  static final int WIDTH = 4;

  private final ConvSpec spec;
  private final Phases phases;
  private final PixelTransform transform;

  PixelRows(ConvSpec spec) {
    this.spec = spec;
    this.phases = new Phases(spec.width());
    int channels = spec.inputChannels();
    this.transform = new PixelTransform(channels, spec.width().stride() * channels);
  }

  /** Floats from one row to the next. */
  int rowFloats() {
    return Math.multiplyExact(WIDTH, phases.allColumns());
  }

  /** Where each step of the reduction reads, from where the window's first pixel starts. */
  int[] offsets() {
    int channels = spec.inputChannels();
    Axis width = spec.width();
    int[] offsets = new int[spec.reduction()];
    for (int k = 0; k < offsets.length; k++) {
      int column = k / channels % width.kernel() * width.dilation();
      int row = k / channels / width.kernel() * spec.height().dilation();
      offsets[k] = row * rowFloats() + phases.place(column) * WIDTH + k % channels;
    }
    return offsets;
  }

  /**
   * Packs one row.
   *
   * @param ih the input row; one of the padding gives zeros
   * @param to where it starts
   */
  void row(Block input, int n, int ih, float[] target, int to) {
    if (ih < 0 || ih >= spec.height().input()) {
      Arrays.fill(target, to, to + rowFloats(), 0f);
      return;
    }
    int stride = spec.width().stride();
    int step = input.channels().length();
    int from = input.index(n, 0, ih, 0);
    for (int phase = 0; phase < stride; phase++) {
      int at = to + phase * phases.columns() * WIDTH;
      int first = phases.before(phase);
      int last = phases.end(phase);
      int column = first * stride + phase - spec.width().padBefore();
      // What the copy writes past its last pixel is zeroed, or the next phase's or row's.
      transform.copy(
          input.data(),
          from + column * step,
          stride * step,
          last - first,
          target,
          at + first * WIDTH);
      Arrays.fill(target, at, at + first * WIDTH, 0f);
      Arrays.fill(target, at + last * WIDTH, at + phases.columns() * WIDTH, 0f);
    }
  }
}
