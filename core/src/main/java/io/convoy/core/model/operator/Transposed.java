package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Attributes;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a transposed convolution spreads each input position over the output: tap {@code k} of input
 * position {@code i} falls on {@code i·stride − before + k·dilation}.
 */
public record Transposed(
    int[] input, int[] kernel, int[] strides, int[] dilations, int[] before, int[] output) {
  public static Transposed of(Operand x, Operand w, Attributes attributes) {
    if (x.rank() < 3 || w.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "weights must have as many dimensions as the image: weights=" + w + ", input=" + x);
    }
    int axes = x.rank() - 2;
    int[] input = Arrays.copyOfRange(x.extents(), 2, x.rank());
    int[] kernel = Arrays.copyOfRange(w.extents(), 2, w.rank());
    int[] strides = Window.axes(attributes, "strides", axes);
    int[] dilations = Window.axes(attributes, "dilations", axes);
    int[] pads = attributes.ints("pads").orElse(new int[2 * axes]);
    int[] more = attributes.ints("output_padding").orElse(new int[axes]);
    Optional<int[]> shape = attributes.ints("output_shape");
    String auto = attributes.text("auto_pad", "NOTSET");
    int[] before = Arrays.copyOf(pads, axes);
    int[] output = new int[axes];
    for (int d = 0; d < axes; d++) {
      int extent = (kernel[d] - 1) * dilations[d] + 1;
      int full = (input[d] - 1) * strides[d] + more[d] + extent;
      if (shape.isPresent() || auto.startsWith("SAME")) {
        int[] given = shape.orElse(null);
        output[d] = given == null ? input[d] * strides[d] : given[given.length - axes + d];
        int all = Math.max(0, full - output[d]);
        before[d] = auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
      } else {
        output[d] = full - pads[d] - pads[d + axes];
      }
    }
    return new Transposed(input, kernel, strides, dilations, before, output);
  }

  /** Whether every output pixel is one tap of one input position, and none is left out. */
  public boolean isApart() {
    for (int d = 0; d < output.length; d++) {
      if (kernel[d] != strides[d]
          || dilations[d] != 1
          || before[d] != 0
          || output[d] != input[d] * strides[d]) {
        return false;
      }
    }
    return true;
  }

  /** The output pixel that a tap of an input position falls on, or -1 outside. */
  int pixel(int[] at, int[] tap) {
    int pixel = 0;
    for (int d = 0; d < output.length; d++) {
      int position = at[d] * strides[d] - before[d] + tap[d] * dilations[d];
      if (position < 0 || position >= output[d]) {
        return -1;
      }
      pixel = pixel * output[d] + position;
    }
    return pixel;
  }
}
