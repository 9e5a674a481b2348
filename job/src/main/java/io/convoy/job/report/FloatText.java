package io.convoy.job.report;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Floats as text, the same on every JDK: the shortest decimal that reads back to the same float.
 *
 * <p>Java's own {@code Float.toString} is not always the shortest before JDK 19 (JDK-4511638), so
 * the digits are Jackson's, which implements the same paper as the newer JDKs (Raffaello Giulietti,
 * "The Schubfach way to render doubles").
 */
public final class FloatText {
  private static final int LARGEST_PLAIN = 10_000_000;

  private FloatText() {}

  /** {@code 56}, {@code 0.1}, {@code -1.5e-7}; {@code nan}, {@code inf} and {@code -inf}. */
  public static String of(float number) {
    int whole = (int) number;
    if (whole == number && Math.abs(whole) < LARGEST_PLAIN && (whole != 0 || 1 / number > 0)) {
      return Integer.toString(whole);
    }
    if (Float.isNaN(number)) {
      return "nan";
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    String text = NumberOutput.toString(number, true);
    int exponent = text.indexOf('E');
    String digits = exponent < 0 ? text : text.substring(0, exponent);
    String tail = exponent < 0 ? "" : "e" + text.substring(exponent + 1);
    if (digits.endsWith(".0")) {
      return digits.substring(0, digits.length() - 2) + tail;
    }
    return shorter(digits, tail, number);
  }

  /**
   * The same with one digit where that is enough. The paper prefers two near the least float of
   * all, where one digit more is closer without being needed.
   */
  private static String shorter(String digits, String tail, float number) {
    int point = digits.indexOf('.');
    boolean twoDigits = !tail.isEmpty() && point == digits.length() - 2;
    if (twoDigits && Math.abs(number) < Float.MIN_NORMAL) {
      for (int up = 0; up <= 1; up++) {
        int first = digits.charAt(point - 1) - '0' + up;
        String one = digits.substring(0, point - 1) + first + tail;
        if (first < 10 && Float.parseFloat(one) == number) {
          return one;
        }
      }
    }
    return digits + tail;
  }
}
