package io.convoy.core.conv;

/**
 * The numbers of F(4×4, 3×3): six interpolation points 0, ±3/4, ±3/2 and infinity.
 *
 * <p>With the textbook's points 0, ±1, ±2 the largest error is four times as large; these were the
 * best of a dozen pairs, and every constant below is exact in a float. A smaller spread of the
 * points makes the input transform cancel, a larger one makes the output transform grow.
 */
final class WinogradStride1Points extends WinogradPoints {
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

  WinogradStride1Points() {
    super(6, 1);
  }

  @Override
  void filter(double g0, double g1, double g2, double[] target) {
    double overA = 1 / (2.0 * A2 * (A2 - B2));
    double overB = 1 / (2.0 * B2 * (B2 - A2));
    target[0] = g0 / PRODUCT;
    target[1] = (g0 + A * g1 + A2 * g2) * overA;
    target[2] = (g0 - A * g1 + A2 * g2) * overA;
    target[3] = (g0 + B * g1 + B2 * g2) * overB;
    target[4] = (g0 - B * g1 + B2 * g2) * overB;
    target[5] = g2;
  }

  @Override
  void input(float[] d, int at, int step) {
    float d0 = d[at];
    float d1 = d[at + step];
    float d2 = d[at + 2 * step];
    float d3 = d[at + 3 * step];
    float d4 = d[at + 4 * step];
    float d5 = d[at + 5 * step];
    float evenA = Math.fma(d2, -B2, d4);
    float oddA = Math.fma(d1, -B2, d3);
    float evenB = Math.fma(d2, -A2, d4);
    float oddB = Math.fma(d1, -A2, d3);
    d[at] = Math.fma(d0, PRODUCT, Math.fma(d2, -SUM, d4));
    d[at + step] = Math.fma(oddA, A, evenA);
    d[at + 2 * step] = Math.fma(oddA, -A, evenA);
    d[at + 3 * step] = Math.fma(oddB, B, evenB);
    d[at + 4 * step] = Math.fma(oddB, -B, evenB);
    d[at + 5 * step] = Math.fma(d1, PRODUCT, Math.fma(d3, -SUM, d5));
  }

  @Override
  void output(float[] m, int at, int step) {
    float m0 = m[at];
    float m5 = m[at + 5 * step];
    float sumA = m[at + step] + m[at + 2 * step];
    float differenceA = m[at + step] - m[at + 2 * step];
    float sumB = m[at + 3 * step] + m[at + 4 * step];
    float differenceB = m[at + 3 * step] - m[at + 4 * step];
    m[at] = m0 + sumA + sumB;
    m[at + step] = Math.fma(differenceB, B, differenceA * A);
    m[at + 2 * step] = Math.fma(sumB, B2, sumA * A2);
    m[at + 3 * step] = Math.fma(differenceB, B3, Math.fma(differenceA, A3, m5));
  }
}
