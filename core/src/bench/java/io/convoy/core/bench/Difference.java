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
