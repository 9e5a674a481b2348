package io.convoy.core.bench;

/** The largest difference of pairs of numbers, over the largest magnitude expected. */
final class Difference {
  private double largestDifference;
  private double largestExpected;

  /** The difference of two arrays, element by element. */
  static double relative(float[] actual, float[] expected) {
    Difference difference = new Difference();
    for (int i = 0; i < expected.length; i++) {
      difference.add(actual[i], expected[i]);
    }
    return difference.relative();
  }

  /** The largest difference of two arrays, over the range of what is expected, zero in it. */
  static double ofRange(float[] actual, float[] expected) {
    double low = 0;
    double high = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      low = Math.min(low, expected[i]);
      high = Math.max(high, expected[i]);
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest == 0 ? 0 : largest / (high - low);
  }

  void add(float actual, float expected) {
    // Math.max, unlike a comparison, keeps NaN.
    largestDifference = Math.max(largestDifference, Math.abs((double) actual - expected));
    largestExpected = Math.max(largestExpected, Math.abs((double) expected));
  }

  /** Zero where both are zero everywhere; NaN where a number is. */
  double relative() {
    return largestDifference == 0 ? 0 : largestDifference / largestExpected;
  }
}
