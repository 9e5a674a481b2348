package io.convoy.job.plan;

import java.util.Locale;

/** Whether a feature map is written whole, or as one number: its average or its maximum. */
public enum Pool {
  NONE,
  AVG,
  MAX;

  /**
   * Parses {@code none}, {@code avg} or {@code max}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Pool parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "avg" -> AVG;
      case "max" -> MAX;
      default -> throw new IllegalArgumentException("pool must be none, avg or max: pool=" + text);
    };
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
