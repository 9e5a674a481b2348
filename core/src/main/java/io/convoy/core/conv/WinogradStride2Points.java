package io.convoy.core.conv;

/**
 * The numbers of a 3×3 kernel of stride 2: along an axis its first and last tap meet every other
 * input, which is F(4, 2) with the five points ±1/2, ±1 and infinity, and its middle tap the inputs
 * between them, each of which is a point by itself. That makes 9 multiplications for 12.
 *
 * <p>None of a dozen other pairs of points was better in simulations. Every constant is exact in a
 * float.
 *
 * <p>The points stand in the order ±1/2, ±1, the first three inputs between, infinity, the fourth.
 */
final class WinogradStride2Points extends WinogradSquarePoints {
  /** The positive points; the other pair is ±1. */
  static final float A = 1f / 2;

  static final float A2 = A * A;
  static final float A3 = A * A * A;

  /** Of (x² − A²)(x² − 1) the last coefficient, and the middle one's opposite. */
  static final float PRODUCT = A2;

  static final float SUM = A2 + 1;

  WinogradStride2Points() {
    super(4, 3, 9, 2, new WinogradSquare3Stride2Transform());
  }

  @Override
  void filter(double[] taps, double[] target) {
    double overA = 1 / (2.0 * A * (A2 - 1));
    double overOne = 1 / (2.0 * (1 - A2));
    target[0] = (taps[0] + A * taps[2]) * overA;
    target[1] = (A * taps[2] - taps[0]) * overA;
    target[2] = (taps[0] + taps[2]) * overOne;
    target[3] = (taps[2] - taps[0]) * overOne;
    target[4] = taps[1];
    target[5] = taps[1];
    target[6] = taps[1];
    target[7] = taps[2];
    target[8] = taps[1];
  }

  @Override
  void input(float[] d, int at, int step, float[] t) {
    float d0 = d[at];
    float d2 = d[at + 2 * step];
    float d4 = d[at + 4 * step];
    float d6 = d[at + 6 * step];
    float evenA = d4 - d0;
    float oddA = d6 - d2;
    float evenOne = Math.fma(d0, -A2, d4);
    float oddOne = Math.fma(d2, -A2, d6);
    t[at] = Math.fma(evenA, A, oddA);
    t[at + step] = Math.fma(evenA, -A, oddA);
    t[at + 2 * step] = oddOne + evenOne;
    t[at + 3 * step] = oddOne - evenOne;
    t[at + 4 * step] = d[at + step];
    t[at + 5 * step] = d[at + 3 * step];
    t[at + 6 * step] = d[at + 5 * step];
    t[at + 7 * step] = Math.fma(d0, PRODUCT, Math.fma(d4, -SUM, d[at + 8 * step]));
    t[at + 8 * step] = d[at + 7 * step];
  }

  @Override
  void output(float[] m, int at, int step) {
    float sumA = m[at] + m[at + step];
    float differenceA = m[at] - m[at + step];
    float sumOne = m[at + 2 * step] + m[at + 3 * step];
    float differenceOne = m[at + 2 * step] - m[at + 3 * step];
    float m4 = m[at + 4 * step];
    float m5 = m[at + 5 * step];
    float m6 = m[at + 6 * step];
    float m7 = m[at + 7 * step];
    float m8 = m[at + 8 * step];
    m[at] = sumA + sumOne + m4;
    m[at + step] = Math.fma(differenceA, A, differenceOne) + m5;
    m[at + 2 * step] = Math.fma(sumA, A2, sumOne) + m6;
    m[at + 3 * step] = Math.fma(differenceA, A3, differenceOne) + m7 + m8;
  }
}
