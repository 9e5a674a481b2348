package io.convoy.job.plan;

/** The sizes that the records of a data set have: each extent from its least to its greatest. */
public record SizeRange(
    int minChannels, int maxChannels, int minHeight, int maxHeight, int minWidth, int maxWidth) {
  /** The range of no sizes at all. */
  public static final SizeRange NONE = new SizeRange(0, 0, 0, 0, 0, 0);

  /** Whether all records have one size. */
  public boolean uniform() {
    return minChannels == maxChannels && minHeight == maxHeight && minWidth == maxWidth;
  }

  /** This range, stretched to hold one more size. */
  SizeRange including(int channels, int height, int width) {
    if (equals(NONE)) {
      return new SizeRange(channels, channels, height, height, width, width);
    }
    return new SizeRange(
        Math.min(minChannels, channels),
        Math.max(maxChannels, channels),
        Math.min(minHeight, height),
        Math.max(maxHeight, height),
        Math.min(minWidth, width),
        Math.max(maxWidth, width));
  }

  /** As a shape is written, a range where records differ: {@code (3, 200-480, 300-640)}. */
  @Override
  public String toString() {
    return "("
        + extent(minChannels, maxChannels)
        + ", "
        + extent(minHeight, maxHeight)
        + ", "
        + extent(minWidth, maxWidth)
        + ")";
  }

  private static String extent(int min, int max) {
    return min == max ? Integer.toString(min) : min + "-" + max;
  }
}
