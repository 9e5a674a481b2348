package io.convoy.job.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as Spark's options write them: {@code 512m}, {@code 16g}. */
public final class ByteSize {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})([kmgt]?)b?");
  private static final String UNITS = "kmgt";

  private ByteSize() {}

  /**
   * Reads a size of at least one byte; without a unit it is in bytes.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static long parse(String text) {
    Matcher size = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (size.matches()) {
      long number = Long.parseLong(size.group(1));
      int shift = 10 * (size.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(size.group(2)));
      if (number >= 1 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw new IllegalArgumentException(
        "a size must be a number with k, m, g or t behind it, for instance 512m: size=" + text);
  }

  /** As {@link #parse} takes it, in whole mebibytes, rounded up. */
  public static String print(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + "m";
  }
}
