package io.convoy.job.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Into how many parts the output of a run is cut: the images of the whole data set, the output
 * channels of a record, the output rows of a record. A task computes one part of each.
 *
 * @param images parts of the list of records, at least 1
 * @param channels parts of the output channels, at least 1
 * @param rows parts of the output rows, at least 1
 */
public record Grid(int images, int channels, int rows) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})");

  public Grid {
    if (images < 1 || channels < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "a grid has at least one part each way: grid=" + images + "x" + channels + "x" + rows);
    }
  }

  /**
   * Parses {@code IMAGESxCHANNELSxROWS}; empty for {@code auto}, which leaves it to the planner.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Optional<Grid> parse(String text) {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "grid must be auto or IMAGESxCHANNELSxROWS, for instance 8x1x1: grid=" + text);
    }
    return Optional.of(
        new Grid(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3))));
  }

  /** The tasks that compute: one a part. */
  public int units() {
    return Math.multiplyExact(Math.multiplyExact(images, channels), rows);
  }

  /** Whether a record is computed in parts by several tasks, which meet again in a shuffle. */
  public boolean cutsRecords() {
    return channels > 1 || rows > 1;
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return images + "x" + channels + "x" + rows;
  }
}
