package io.convoy.core.conv;

/**
 * The numbers of Winograd's sum for 3×3 kernels: interpolation points along an axis, the transform
 * of a kernel to them, and the other two transforms one number at a time, as the scalar twin has
 * them.
 *
 * <p>An axis has as many points as a tile has inputs along it. Those that only a fourth output
 * takes are the last ones, so that tiles of three outputs have the same points without them.
 *
 * <p>Source: A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; on
 * points, B. Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution
 * for Deep Neural Networks", 2018.
 */
abstract class WinogradPoints {
  /** Outputs of a tile along an axis. */
  static final int OUTPUTS = 4;

  private static final WinogradPoints STRIDE_1 = new WinogradStride1Points();
  private static final WinogradPoints STRIDE_2 = new WinogradStride2Points();

  private final int count;
  private final int ofFourth;

  WinogradPoints(int count, int ofFourth) {
    this.count = count;
    this.ofFourth = ofFourth;
  }

  /** The points for a 3×3 kernel of stride 1 or 2. */
  static WinogradPoints of(ConvSpec spec) {
    return spec.height().stride() == 1 ? STRIDE_1 : STRIDE_2;
  }

  /** Points along an axis, and inputs of a tile. */
  final int count() {
    return count;
  }

  /** Points of a tile in two dimensions, each a matrix product of its own. */
  final int products() {
    return count * count;
  }

  /** Whether only the fourth output of a tile takes a point. */
  final boolean isOfFourth(int point) {
    return point >= count - ofFourth;
  }

  /**
   * Transforms one 3×3 kernel into its numbers, in double, rounded once at the end.
   *
   * @param weights the kernel, row-major, from {@code at}
   */
  final void filter(float[] weights, int at, float[] target) {
    double[] rows = new double[count * 3];
    double[] line = new double[count];
    for (int kw = 0; kw < 3; kw++) {
      filter(weights[at + kw], weights[at + 3 + kw], weights[at + 6 + kw], line);
      for (int i = 0; i < count; i++) {
        rows[i * 3 + kw] = line[i];
      }
    }
    for (int i = 0; i < count; i++) {
      filter(rows[i * 3], rows[i * 3 + 1], rows[i * 3 + 2], line);
      for (int j = 0; j < count; j++) {
        target[i * count + j] = (float) line[j];
      }
    }
  }

  /** Three taps to all points: their polynomial there, over the product of a point's distances. */
  abstract void filter(double g0, double g1, double g2, double[] target);

  /**
   * The inputs of a tile along an axis to all points, in place, from {@code at} at some distance.
   */
  abstract void input(float[] d, int at, int step);

  /** All points to the first four numbers, in place; the others are left as they are. */
  abstract void output(float[] m, int at, int step);
}
