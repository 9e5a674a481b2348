package io.convoy.core.conv;

import io.convoy.core.tensor.Range;

/**
 * Part of a convolution's output: some images × some output channels × some output rows. What one
 * call of a kernel computes.
 */
public record ConvSlice(Range images, Range outputChannels, Range outputRows) {
  public boolean isEmpty() {
    return images.isEmpty() || outputChannels.isEmpty() || outputRows.isEmpty();
  }

  /** The input rows that the direct sum over this slice reads, clipped to the input. */
  public Range inputRows(ConvSpec spec) {
    return rowsRead(spec, outputRows);
  }

  static Range rowsRead(ConvSpec spec, Range outputRows) {
    if (outputRows.isEmpty()) {
      return new Range(0, 0);
    }
    Axis height = spec.height();
    int first = Math.max(0, height.position(outputRows.from(), 0));
    int last = height.position(outputRows.to() - 1, height.kernel() - 1);
    int from = Math.min(first, height.input());
    return new Range(from, Math.max(from, Math.min(height.input(), last + 1)));
  }

  /** The input channels that this slice reads: those of every group it touches. */
  public Range inputChannels(ConvSpec spec) {
    if (outputChannels.isEmpty()) {
      return new Range(0, 0);
    }
    int firstGroup = outputChannels.from() / spec.groupOutputChannels();
    int lastGroup = (outputChannels.to() - 1) / spec.groupOutputChannels();
    return new Range(
        firstGroup * spec.groupInputChannels(), (lastGroup + 1) * spec.groupInputChannels());
  }
}
