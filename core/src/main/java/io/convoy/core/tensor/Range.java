package io.convoy.core.tensor;

/** The positions from {@code from} up to, not including, {@code to}. May be empty. */
public record Range(int from, int to) {
  /** No position at all. */
  public static final Range NONE = new Range(0, 0);

  public Range {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "a range must not run backwards or below zero: from=" + from + ", to=" + to);
    }
  }

  /** All positions of an extent. */
  public static Range all(int extent) {
    return new Range(0, extent);
  }

  /**
   * Part {@code index} of an extent cut into {@code parts} ranges whose lengths differ by at most
   * one. Some are empty where there are more parts than positions.
   */
  public static Range part(int extent, int parts, int index) {
    return new Range(
        (int) ((long) extent * index / parts), (int) ((long) extent * (index + 1) / parts));
  }

  public int length() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  public boolean contains(Range other) {
    return other.isEmpty() || (from <= other.from && other.to <= to);
  }

  /** The shortest range that has all positions of both; an empty one has none. */
  public Range hull(Range other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Range(Math.min(from, other.from), Math.max(to, other.to));
  }

  /** Written as half-open intervals are: {@code [2, 5)}. */
  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
