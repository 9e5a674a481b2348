package io.convoy.job.plan;

import io.convoy.core.tensor.Range;

/** Which output channels and which output rows a part of a grid has. */
public final class Parts {
  private Parts() {}

  /**
   * The channels of part {@code index} of {@code parts}: whole blocks of 16 where there is at least
   * one for each part, so that no vector is computed half empty.
   */
  public static Range channels(int outputChannels, int parts, int index) {
    int block = GridChooser.CHANNEL_BLOCK;
    int blocks = (outputChannels + block - 1) / block;
    if (blocks < parts) {
      return Range.part(outputChannels, parts, index);
    }
    Range whole = Range.part(blocks, parts, index);
    return new Range(whole.from() * block, Math.min(outputChannels, whole.to() * block));
  }

  /** The rows of part {@code index}; none where an image has fewer rows than there are parts. */
  public static Range rows(int outputRows, int parts, int index) {
    return Range.part(outputRows, parts, index);
  }
}
