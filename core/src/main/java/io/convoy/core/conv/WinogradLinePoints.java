package io.convoy.core.conv;

/**
 * The numbers of F(4, r), Winograd's sum for four outputs of a line of r taps: r + 3 interpolation
 * points, which are 0, pairs ±a, and infinity, the last.
 *
 * <table>
 *   <caption>Pairs, and the largest error over the largest output, measured against double with 64
 *   and 512 input channels of photos, rectified maps, large and small channels in turn, and of
 *   ones</caption>
 *   <tr><th>taps</th><th>pairs</th><th>64</th><th>512</th><th>512, ones</th></tr>
 *   <tr><td>3</td><td>3/4, 3/2</td><td>6e-7</td><td>1.4e-6</td><td>8e-6</td></tr>
 *   <tr><td>5</td><td>1/2, 1, 2</td><td>1.2e-6</td><td>3e-6</td><td>7e-6</td></tr>
 *   <tr><td>7</td><td>1/2, 3/4, 5/4, 9/4</td><td>4e-6</td><td>9e-6</td><td>1.4e-5</td></tr>
 * </table>
 *
 * <p>All eighths up to 3 were searched, by the size of the transforms first and then by simulation;
 * among pairs that were as good within noise these have the smallest denominators. Every constant
 * is exact in a float.
 *
 * <p>Six outputs of 7 taps would take 12 multiplications instead of 15, at three times the error.
 */
final class WinogradLinePoints {
  private static final WinogradLinePoints THREE = new WinogradLinePoints(3f / 4, 3f / 2);
  private static final WinogradLinePoints FIVE = new WinogradLinePoints(1f / 2, 1f, 2f);
  private static final WinogradLinePoints SEVEN =
      new WinogradLinePoints(1f / 2, 3f / 4, 5f / 4, 9f / 4);

  private final float[] pairs;

  /** Of the product of x² − a² over all pairs, from the power below the highest downwards. */
  private final float[] all;

  /** The same over all pairs but one. */
  private final float[][] others;

  private WinogradLinePoints(float... pairs) {
    this.pairs = pairs;
    all = product(pairs, -1);
    others = new float[pairs.length][];
    for (int i = 0; i < pairs.length; i++) {
      others[i] = product(pairs, i);
    }
  }

  /** Whether there are points for so many taps. */
  static boolean has(int taps) {
    return taps == 3 || taps == 5 || taps == 7;
  }

  /** The points for 3, 5 or 7 taps. */
  static WinogradLinePoints of(int taps) {
    return switch (taps) {
      case 3 -> THREE;
      case 5 -> FIVE;
      case 7 -> SEVEN;
      default -> throw new IllegalArgumentException("taps must be 3, 5 or 7: taps=" + taps);
    };
  }

  private static float[] product(float[] pairs, int leftOut) {
    double[] numbers = {1};
    for (int i = 0; i < pairs.length; i++) {
      if (i == leftOut) {
        continue;
      }
      double[] next = new double[numbers.length + 1];
      for (int k = 0; k < numbers.length; k++) {
        next[k] += numbers[k];
        next[k + 1] -= numbers[k] * pairs[i] * pairs[i];
      }
      numbers = next;
    }
    float[] rounded = new float[numbers.length - 1];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = (float) numbers[k + 1];
    }
    return rounded;
  }

  /**
   * Points, and inputs of a tile; a tile of three outputs has one less, infinity being the last.
   */
  int count() {
    return 2 * pairs.length + 2;
  }

  int taps() {
    return 2 * pairs.length - 1;
  }

  /** How many pairs ±a there are. */
  int pairs() {
    return pairs.length;
  }

  /** The positive one of a pair. */
  float pair(int pair) {
    return pairs[pair];
  }

  /** The same to the power of 1, 2 or 3. */
  float power(int pair, int exponent) {
    float power = pairs[pair];
    for (int k = 1; k < exponent; k++) {
      power *= pairs[pair];
    }
    return power;
  }

  /**
   * The coefficient of the product of {@code x² − a²} over all pairs, {@code k} powers of x² below
   * the highest.
   */
  float all(int k) {
    return all[k - 1];
  }

  /** The same over all pairs but one. */
  float others(int pair, int k) {
    return others[pair][k - 1];
  }

  /**
   * Transforms one kernel into its numbers, rounded once at the end.
   *
   * @param weights the taps, from {@code at}
   */
  void filter(float[] weights, int at, float[] target) {
    double[] taps = new double[taps()];
    double[] points = new double[count()];
    for (int k = 0; k < taps.length; k++) {
      taps[k] = weights[at + k];
    }
    filter(taps, points);
    for (int i = 0; i < points.length; i++) {
      target[i] = (float) points[i];
    }
  }

  /**
   * Transforms the taps of a line to all points, in double: their polynomial at each point, over
   * the product of the point's distances from the others.
   */
  void filter(double[] taps, double[] target) {
    target[0] = taps[0] / all[pairs.length - 1];
    for (int i = 0; i < pairs.length; i++) {
      double a = pairs[i];
      double even = taps[0];
      double odd = 0;
      double power = 1;
      for (int k = 1; k < taps(); k += 2) {
        odd += taps[k] * power * a;
        power *= a * a;
        even += taps[k + 1] * power;
      }
      double distances = 2 * a * a;
      for (int other = 0; other < pairs.length; other++) {
        double b = pairs[other];
        distances *= other == i ? 1 : a * a - b * b;
      }
      target[1 + 2 * i] = (even + odd) / distances;
      target[2 + 2 * i] = (even - odd) / distances;
    }
    target[count() - 1] = taps[taps() - 1];
  }

  /**
   * The inputs of a tile to all points, one number at a time, as the scalar twins have it.
   *
   * @param d the first input, from {@code at}; the next one follows after {@code step}
   * @param t takes the points, in the same places; not {@code d} itself
   */
  void input(float[] d, int at, int step, float[] t) {
    t[at] = end(d, at, step);
    t[at + (count() - 1) * step] = end(d, at + step, step);
    for (int i = 0; i < pairs.length; i++) {
      float even = d[at + 2 * pairs.length * step];
      float odd = d[at + (2 * pairs.length - 1) * step];
      for (int k = 1; k < pairs.length; k++) {
        even = Math.fma(d[at + (2 * pairs.length - 2 * k) * step], others(i, k), even);
        odd = Math.fma(d[at + (2 * pairs.length - 1 - 2 * k) * step], others(i, k), odd);
      }
      t[at + (1 + 2 * i) * step] = Math.fma(odd, pairs[i], even);
      t[at + (2 + 2 * i) * step] = Math.fma(odd, -pairs[i], even);
    }
  }

  private float end(float[] d, int at, int step) {
    int last = at + 2 * pairs.length * step;
    float sum = d[last];
    for (int k = 1; k <= pairs.length; k++) {
      sum = Math.fma(d[last - 2 * k * step], all(k), sum);
    }
    return sum;
  }

  /** The sums of all points to four outputs, in place; what lies behind them is of no use. */
  void output(float[] m, int at, int step) {
    float y0 = m[at];
    float y1 = 0;
    float y2 = 0;
    float y3 = m[at + (count() - 1) * step];
    for (int i = 0; i < pairs.length; i++) {
      float plus = m[at + (1 + 2 * i) * step];
      float minus = m[at + (2 + 2 * i) * step];
      float sum = plus + minus;
      float difference = plus - minus;
      y0 += sum;
      y1 = i == 0 ? difference * power(i, 1) : Math.fma(difference, power(i, 1), y1);
      y2 = i == 0 ? sum * power(i, 2) : Math.fma(sum, power(i, 2), y2);
      y3 = Math.fma(difference, power(i, 3), y3);
    }
    m[at] = y0;
    m[at + step] = y1;
    m[at + 2 * step] = y2;
    m[at + 3 * step] = y3;
  }
}
