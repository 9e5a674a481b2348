package io.convoy.core.conv;

/**
 * How a layer pads, before the size of its images is known.
 *
 * @param same whether the padding is what makes output = ceil(input / stride), as ONNX's SAME_UPPER
 *     has it; the four numbers are 0 then
 */
public record Padding(boolean same, int top, int left, int bottom, int right) {
  /** As much as gives ceil(input / stride) positions, the odd one after the input. */
  public static final Padding SAME = new Padding(true, 0, 0, 0, 0);

  /** None. */
  public static final Padding VALID = new Padding(false, 0, 0, 0, 0);

  /** So many zeros on each side. */
  public static Padding of(int top, int left, int bottom, int right) {
    return new Padding(false, top, left, bottom, right);
  }

  Axis height(int input, int kernel, int stride, int dilation) {
    return same
        ? same(input, kernel, stride, dilation)
        : Axis.padded(input, kernel, stride, dilation, top, bottom);
  }

  Axis width(int input, int kernel, int stride, int dilation) {
    return same
        ? same(input, kernel, stride, dilation)
        : Axis.padded(input, kernel, stride, dilation, left, right);
  }

  private static Axis same(int input, int kernel, int stride, int dilation) {
    int output = (input + stride - 1) / stride;
    int covered = (output - 1) * stride + (kernel - 1) * dilation + 1;
    int before = Math.max(0, covered - input) / 2;
    return Axis.withOutput(input, kernel, stride, dilation, before, output);
  }
}
