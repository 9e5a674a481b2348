package io.convoy.core.conv;

/**
 * The numbers of F(4×4, 3×3), F(6×6, 3×3) and F(4×4, 5×5): each axis is the line of {@link
 * WinogradLinePoints}.
 *
 * <p>For 4×4 outputs of 3×3 these are the points 0, ±3/4, ±3/2 and infinity. With the textbook's 0,
 * ±1, ±2 the largest error is four times as large: a smaller spread of the points makes the input
 * transform cancel, a larger one makes the output transform grow. For 5×5, and for 6×6 outputs of
 * 3×3, they are 0, ±1/2, ±1, ±2 and infinity, with 64 products for 400 or 324.
 */
final class WinogradStride1Points extends WinogradSquarePoints {
  private final WinogradLinePoints line;

  WinogradStride1Points(WinogradLinePoints line, WinogradSquareTransform transform) {
    super(line.outputs(), line.taps(), line.count(), 1, transform);
    this.line = line;
  }

  @Override
  void filter(double[] taps, double[] target) {
    line.filter(taps, target);
  }

  @Override
  void input(float[] d, int at, int step, float[] t) {
    line.input(d, at, step, t);
  }

  @Override
  void output(float[] m, int at, int step) {
    line.output(m, at, step);
  }
}
