package io.convoy.core.conv;

/**
 * The numbers of F(m, r), Winograd's sum for m outputs of a line of r taps: r + m − 1 interpolation
 * points, which are 0, pairs ±a, and infinity, the last.
 *
 * <table>
 *   <caption>Pairs, and the largest error over the largest output, measured against double with 64
 *   and 512 input channels of photos, rectified maps, large and small channels in turn, and of
 *   ones; four outputs</caption>
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
 * <p>Six outputs of 3 taps have the points that four of 5 have: of all sixteenths from 1/4 to 3
 * these are, within noise, among the best there too. Six outputs of 7 taps would take 12
 * multiplications instead of 15, at three times the error.
 */
final class WinogradLinePoints {
  private static final int FOUR = 4;
  private static final int SIX = 6;

  private static final WinogradLinePoints THREE = new WinogradLinePoints(FOUR, 3f / 4, 3f / 2);
  private static final WinogradLinePoints FIVE = new WinogradLinePoints(FOUR, 1f / 2, 1f, 2f);
  private static final WinogradLinePoints SEVEN =
      new WinogradLinePoints(FOUR, 1f / 2, 3f / 4, 5f / 4, 9f / 4);
  private static final WinogradLinePoints SIX_OF_THREE =
      new WinogradLinePoints(SIX, 1f / 2, 1f, 2f);

  private final int outputs;
  private final float[] pairs;

  /** Of the product of x² − a² over all pairs, from the power below the highest downwards. */
  private final float[] all;

  /** The same over all pairs but one. */
  private final float[][] others;

  private WinogradLinePoints(int outputs, float... pairs) {
    this.outputs = outputs;
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

  /** The points for four outputs of 3, 5 or 7 taps. */
  static WinogradLinePoints of(int taps) {
    return switch (taps) {
      case 3 -> THREE;
      case 5 -> FIVE;
      case 7 -> SEVEN;
      default -> throw new IllegalArgumentException("taps must be 3, 5 or 7: taps=" + taps);
    };
  }

  /** The points for six outputs of 3 taps. */
  static WinogradLinePoints sixOfThree() {
    return SIX_OF_THREE;
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

  /** Outputs of a wide tile. */
  int outputs() {
    return outputs;
  }

  /** Points, and inputs of a wide tile; a narrow one has one less, infinity being the last. */
  int count() {
    return 2 * pairs.length + 2;
  }

  int taps() {
    return count() + 1 - outputs;
  }

  /** How many pairs ±a there are. */
  int pairs() {
    return pairs.length;
  }

  /** The positive one of a pair. */
  float pair(int pair) {
    return pairs[pair];
  }

  /** The same to a power of at least 1. */
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

  /** The sums of all points to the outputs, in place; what lies behind them is of no use. */
  void output(float[] m, int at, int step) {
    float[] y = new float[outputs];
    y[0] = m[at];
    y[outputs - 1] = m[at + (count() - 1) * step];
    for (int i = 0; i < pairs.length; i++) {
      float plus = m[at + (1 + 2 * i) * step];
      float minus = m[at + (2 + 2 * i) * step];
      float sum = plus + minus;
      float difference = plus - minus;
      y[0] += sum;
      for (int k = 1; k < outputs; k++) {
        float part = k % 2 == 0 ? sum : difference;
        boolean first = i == 0 && k < outputs - 1;
        y[k] = first ? part * power(i, k) : Math.fma(part, power(i, k), y[k]);
      }
    }
    for (int k = 0; k < outputs; k++) {
      m[at + k * step] = y[k];
    }
  }
}
