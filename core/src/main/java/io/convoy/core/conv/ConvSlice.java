package io.convoy.core.conv;

import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * Part of a convolution's output: some images × some output channels × some output rows. What one
 * call of a kernel computes.
 */
public record ConvSlice(Range images, Range outputChannels, Range outputRows) {
  public boolean isEmpty() {
    return images.isEmpty() || outputChannels.isEmpty() || outputRows.isEmpty();
  }

  /** Whether its rows lie next to each other in a block, those of one image and the next. */
  boolean isLinearIn(Block block) {
    return images.length() == 1 || block.rows().equals(outputRows);
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

  /**
   * What the direct sum over this slice costs. Taps in the padding count: they are multiplied.
   * Bytes are those of the input rows and channels read, of the weights and bias used, and of the
   * slice.
   */
  public Work work(ConvSpec spec) {
    if (isEmpty()) {
      return Work.NONE;
    }
    long outputs =
        (long) images.length()
            * outputChannels.length()
            * outputRows.length()
            * spec.width().output();
    long inputs =
        (long) images.length()
            * inputChannels(spec).length()
            * inputRows(spec).length()
            * spec.width().input();
    long weights = outputChannels.length() * (spec.reduction() + 1L);
    return new Work(
        Math.multiplyExact(outputs, (long) spec.reduction()),
        Float.BYTES * (inputs + weights),
        Float.BYTES * outputs);
  }
}
