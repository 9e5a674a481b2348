package io.convoy.job.report;

import java.util.Locale;

/** Bytes, seconds and counts as a person reads them. */
public final class Quantity {
  private static final String[] BYTES = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final String[] THOUSANDS = {"", " thousand", " million", " billion", " trillion"};

  private Quantity() {}

  /** {@code 512 bytes}, {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    return scaled(bytes, 1024, BYTES, " ");
  }

  /** {@code 950}, {@code 1.2 million}. */
  public static String count(long count) {
    return scaled(count, 1000, THOUSANDS, "");
  }

  /** {@code 0.42 s}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
  public static String seconds(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  private static String scaled(long number, int step, String[] units, String blank) {
    double rest = number;
    int unit = 0;
    while (rest >= step && unit < units.length - 1) {
      rest /= step;
      unit++;
    }
    String digits =
        unit == 0
            ? Long.toString(number)
            : String.format(Locale.ROOT, rest < 100 ? "%.1f" : "%.0f", rest);
    return digits + blank + units[unit];
  }
}
