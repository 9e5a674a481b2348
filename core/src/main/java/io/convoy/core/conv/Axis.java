package io.convoy.core.conv;

/**
 * One spatial axis of a convolution, height or width: how a window slides over it.
 *
 * <p>The padding after the input is the one that is really read: rows that no window reaches are
 * not part of it, and it is negative where the last windows end before the input does. So an axis
 * and its text say the same, and {@code input + padBefore + padAfter} is exactly what the windows
 * cover.
 *
 * @param input positions of the input, at least 1
 * @param kernel taps, at least 1
 * @param stride distance between windows, at least 1
 * @param dilation distance between taps, 1 for a dense kernel (PyTorch's convention)
 * @param padBefore zeros before the first position (top or left), not negative
 * @param padAfter zeros after the last position (bottom or right); negative where input is unread
 */
public record Axis(int input, int kernel, int stride, int dilation, int padBefore, int padAfter) {
  public Axis {
    positive("input", input);
    positive("kernel", kernel);
    positive("stride", stride);
    positive("dilation", dilation);
    if (padBefore < 0) {
      throw new IllegalArgumentException("padding must not be negative: padding=" + padBefore);
    }
    long windows = (long) input + padBefore + padAfter - extent(kernel, dilation);
    if (windows < 0) {
      throw new IllegalArgumentException(
          "the kernel must fit into the padded input: kernel="
              + extent(kernel, dilation)
              + (dilation == 1 ? "" : " (" + kernel + " taps, dilation " + dilation + ")")
              + ", input="
              + input
              + ", padding="
              + padBefore
              + "+"
              + padAfter);
    }
    if (windows % stride != 0 || windows / stride >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the windows must end where the padded input does: input="
              + input
              + ", kernel="
              + kernel
              + ", stride="
              + stride
              + ", dilation="
              + dilation
              + ", padding="
              + padBefore
              + "+"
              + padAfter);
    }
  }

  /** How a window slides, for messages: what of an axis is the layer's and not the map's. */
  String window() {
    return "kernel=" + kernel + ", stride=" + stride + ", dilation=" + dilation;
  }

  /** An axis padded by so many zeros on either side, of which the unread ones are dropped. */
  public static Axis padded(
      int input, int kernel, int stride, int dilation, int padBefore, int padAfter) {
    positive("stride", stride);
    long windows = (long) input + padBefore + padAfter - extent(kernel, dilation);
    int unread = windows < 0 ? 0 : (int) (windows % stride);
    return new Axis(input, kernel, stride, dilation, padBefore, padAfter - unread);
  }

  /** An axis of {@code output} windows; the padding after the input is what that takes. */
  public static Axis withOutput(
      int input, int kernel, int stride, int dilation, int padBefore, int output) {
    positive("output", output);
    long covered = (output - 1L) * stride + extent(kernel, dilation);
    return new Axis(
        input, kernel, stride, dilation, padBefore, Math.toIntExact(covered - input - padBefore));
  }

  /** The number of windows, and so of output positions. */
  public int output() {
    return (input + padBefore + padAfter - extent(kernel, dilation)) / stride + 1;
  }

  /** Input position of the tap {@code k} of the window {@code o}; outside the input in padding. */
  public int position(int o, int k) {
    return o * stride + k * dilation - padBefore;
  }

  /** Positions that so many neighbouring windows cover, those of the padding included. */
  public int covered(int windows) {
    return (windows - 1) * stride + extent(kernel, dilation);
  }

  /**
   * The most neighbouring windows that cover no more than so many positions: at least one, however
   * much that covers, and no more than there are.
   */
  int windowsWithin(long positions) {
    long most = (positions - extent(kernel, dilation)) / stride + 1;
    return (int) Math.max(1, Math.min(output(), most));
  }

  private static int extent(int kernel, int dilation) {
    return Math.toIntExact((kernel - 1L) * dilation + 1);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + name + "=" + value);
    }
  }
}
