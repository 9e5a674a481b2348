package io.convoy.core.conv;

/**
 * The numbers of F(4×4, 3×3): six interpolation points 0, ±3/4, ±3/2 and infinity.
 *
 * <p>With the textbook's points 0, ±1, ±2 the largest error is four times as large; these were the
 * best of a dozen pairs, and every constant below is exact in a float. A smaller spread of the
 * points makes the input transform cancel, a larger one makes the output transform grow.
 *
 * <p>Source: A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; on
 * points, B. Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution
 * for Deep Neural Networks", 2018.
 */
final class WinogradPoints {
  /** Outputs of a tile along an axis. */
  static final int OUTPUTS = 4;

  /** Inputs of a tile along an axis, and points. */
  static final int POINTS = 6;

  /** Points of a tile in two dimensions, each a matrix product of its own. */
  static final int PRODUCTS = POINTS * POINTS;

  /** The points ±A and ±B. */
  static final float A = 3f / 4;

  static final float B = 3f / 2;

  /** Their squares, cubes, and the coefficients of (x² − A²)(x² − B²). */
  static final float A2 = A * A;

  static final float B2 = B * B;
  static final float A3 = A * A * A;
  static final float B3 = B * B * B;
  static final float PRODUCT = A2 * B2;
  static final float SUM = A2 + B2;

  private WinogradPoints() {}

  /**
   * Transforms one 3×3 kernel into its 36 numbers, in double, rounded once at the end.
   *
   * @param weights the kernel, row-major, from {@code at}
   */
  static void filter(float[] weights, int at, float[] target) {
    double[] rows = new double[POINTS * 3];
    double[] line = new double[POINTS];
    for (int kw = 0; kw < 3; kw++) {
      line(weights[at + kw], weights[at + 3 + kw], weights[at + 6 + kw], line);
      for (int i = 0; i < POINTS; i++) {
        rows[i * 3 + kw] = line[i];
      }
    }
    for (int i = 0; i < POINTS; i++) {
      line(rows[i * 3], rows[i * 3 + 1], rows[i * 3 + 2], line);
      for (int j = 0; j < POINTS; j++) {
        target[i * POINTS + j] = (float) line[j];
      }
    }
  }

  /** The polynomial g0 + g1·x + g2·x² at each point, over the product of its distances. */
  private static void line(double g0, double g1, double g2, double[] target) {
    double overA = 1 / (2.0 * A2 * (A2 - B2));
    double overB = 1 / (2.0 * B2 * (B2 - A2));
    target[0] = g0 / PRODUCT;
    target[1] = (g0 + A * g1 + A2 * g2) * overA;
    target[2] = (g0 - A * g1 + A2 * g2) * overA;
    target[3] = (g0 + B * g1 + B2 * g2) * overB;
    target[4] = (g0 - B * g1 + B2 * g2) * overB;
    target[5] = g2;
  }
}
