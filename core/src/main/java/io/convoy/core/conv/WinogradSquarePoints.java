package io.convoy.core.conv;

/**
 * The numbers of Winograd's sum for square kernels: interpolation points along an axis, the
 * transform of a kernel to them, and the other two transforms one number at a time, as the scalar
 * twin has them.
 *
 * <p>An axis has as many points as a tile has inputs along it. Those that only the last output of a
 * wide tile takes are the last ones, so that narrow tiles have the same points without them.
 *
 * <p>Source: A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; on
 * points, B. Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution
 * for Deep Neural Networks", 2018.
 */
abstract class WinogradSquarePoints {
  private static final WinogradSquarePoints THREE =
      new WinogradStride1Points(WinogradLinePoints.of(3), new WinogradSquare3Transform());
  private static final WinogradSquarePoints FIVE =
      new WinogradStride1Points(WinogradLinePoints.of(5), new WinogradSquare5Transform());
  private static final WinogradSquarePoints STRIDE_2 = new WinogradStride2Points();
  private static final WinogradSquarePoints SIX_OF_THREE =
      new WinogradStride1Points(WinogradLinePoints.sixOfThree(), new WinogradSixOf3Transform());

  private final int outputs;
  private final int taps;
  private final int count;
  private final int ofLast;
  private final WinogradSquareTransform transform;

  WinogradSquarePoints(
      int outputs, int taps, int count, int ofLast, WinogradSquareTransform transform) {
    this.outputs = outputs;
    this.taps = taps;
    this.count = count;
    this.ofLast = ofLast;
    this.transform = transform;
  }

  /** The points of tiles of 4×4 outputs for a kernel of 3×3, of stride 1 or 2, or of 5×5. */
  static WinogradSquarePoints of(ConvSpec spec) {
    if (spec.height().stride() == 2) {
      return STRIDE_2;
    }
    return spec.height().kernel() == 3 ? THREE : FIVE;
  }

  /** The points of tiles of 6×6 outputs for a kernel of 3×3 with stride 1. */
  static WinogradSquarePoints sixOfThree() {
    return SIX_OF_THREE;
  }

  /** The transforms of many channels at a time. */
  final WinogradSquareTransform transform() {
    return transform;
  }

  /** The tiles along an axis of so many outputs. */
  final WinogradAxis axis(int extent) {
    return WinogradAxis.of(extent, outputs);
  }

  /** Outputs of a wide tile along an axis. */
  final int outputs() {
    return outputs;
  }

  /** Points along an axis, and inputs of a tile. */
  final int count() {
    return count;
  }

  /** Points of a tile in two dimensions, each a matrix product of its own. */
  final int products() {
    return count * count;
  }

  /** Whether only the last output of a wide tile takes a point. */
  final boolean isOfLast(int point) {
    return point >= count - ofLast;
  }

  /**
   * Transforms one kernel into its numbers, in double, rounded once at the end.
   *
   * @param weights the kernel, row-major, from {@code at}
   */
  final void filter(float[] weights, int at, float[] target) {
    double[] rows = new double[count * taps];
    double[] line = new double[taps];
    double[] points = new double[count];
    for (int kw = 0; kw < taps; kw++) {
      for (int kh = 0; kh < taps; kh++) {
        line[kh] = weights[at + kh * taps + kw];
      }
      filter(line, points);
      for (int i = 0; i < count; i++) {
        rows[i * taps + kw] = points[i];
      }
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * taps, line, 0, taps);
      filter(line, points);
      for (int j = 0; j < count; j++) {
        target[i * count + j] = (float) points[j];
      }
    }
  }

  /** The taps of a line to all points. */
  abstract void filter(double[] taps, double[] target);

  /**
   * The inputs of a tile along an axis to all points.
   *
   * @param d the first input, from {@code at}; the next one follows after {@code step}
   * @param t takes the points, in the same places; not {@code d} itself
   */
  abstract void input(float[] d, int at, int step, float[] t);

  /** All points to the outputs, in place; what lies behind them is of no use. */
  abstract void output(float[] m, int at, int step);
}
