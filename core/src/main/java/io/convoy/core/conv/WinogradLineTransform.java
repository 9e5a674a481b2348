package io.convoy.core.conv;

/**
 * The transforms of F(4, r) around its matrix products; lanes are channels. One for each number of
 * taps, for a loop over points would keep vectors in memory.
 *
 * <p>{@link WinogradLineReference} has the same operations, one number at a time.
 */
abstract class WinogradLineTransform {
  private static final WinogradLineTransform THREE = new WinogradLine3Transform();
  private static final WinogradLineTransform FIVE = new WinogradLine5Transform();
  private static final WinogradLineTransform SEVEN = new WinogradLine7Transform();

  /** The transforms for 3, 5 or 7 taps. */
  static WinogradLineTransform of(int taps) {
    return switch (taps) {
      case 3 -> THREE;
      case 5 -> FIVE;
      default -> SEVEN;
    };
  }

  /**
   * Transforms {@code channels} of the inputs of a tile: {@code t = Bᵀ d}.
   *
   * @param source the first input, from {@code at}; the next one follows after {@code step}
   * @param channels rounded up to whole vectors, which must be there to read and to write
   * @param wide whether the tile has a fourth output, and so the last input and the last point
   * @param target the number of point i goes to {@code to + starts[first + i]}
   */
  abstract void input(
      float[] source,
      int at,
      int step,
      int channels,
      boolean wide,
      float[] target,
      int to,
      int[] starts,
      int first);

  /**
   * Transforms {@code channels} of a tile's products back, {@code y = Aᵀ m}, adds bias and residual
   * and raises to {@code low} what is less.
   *
   * @param source the product of point i lies at {@code at + i·pointStep}
   * @param channels a multiple of the lanes
   * @param wide whether the tile has a fourth output
   * @param bias one number a channel, from {@code bo}
   * @param residual from {@code ro}, with its step from output to output
   * @param target from {@code to}, with its step from output to output
   */
  abstract void output(
      float[] source,
      int at,
      int pointStep,
      int channels,
      boolean wide,
      float[] bias,
      int bo,
      float low,
      float[] residual,
      int ro,
      int rStep,
      float[] target,
      int to,
      int step);
}
