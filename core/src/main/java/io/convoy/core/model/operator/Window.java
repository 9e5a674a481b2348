package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Attributes;
import java.util.Arrays;

/**
 * How a window slides over the spatial axes of a tensor (N, C, …), as the attributes of ONNX's
 * convolutions and pools say it.
 *
 * @param input extents of the spatial axes
 * @param kernel taps on each axis
 * @param before padding in front of each axis
 * @param after padding behind each axis, as the file has it
 * @param output positions on each axis
 */
public record Window(
    int[] input,
    int[] kernel,
    int[] strides,
    int[] dilations,
    int[] before,
    int[] after,
    int[] output) {

  /**
   * @param kernel the taps, where weights tell them; otherwise null
   */
  public static Window of(Operand x, Attributes attributes, int[] kernel) {
    if (x.rank() < 3) {
      throw new IllegalArgumentException(
          "a window needs images (N, C, H, W), or at least (N, C, L): input=" + x);
    }
    int axes = x.rank() - 2;
    int[] input = Arrays.copyOfRange(x.extents(), 2, x.rank());
    int[] taps = attributes.ints("kernel_shape").orElse(kernel);
    if (taps == null || taps.length != axes || kernel != null && !Arrays.equals(taps, kernel)) {
      throw new IllegalArgumentException(
          "the kernel must have as many axes as the image: kernel_shape="
              + Arrays.toString(taps)
              + (kernel == null ? "" : ", weights=" + Arrays.toString(kernel))
              + ", input="
              + x);
    }
    int[] strides = axes(attributes, "strides", axes);
    int[] dilations = axes(attributes, "dilations", axes);
    int[] pads = attributes.ints("pads").orElse(new int[2 * axes]);
    if (pads.length != 2 * axes) {
      throw new IllegalArgumentException(
          "padding needs two numbers an axis: pads=" + Arrays.toString(pads) + ", input=" + x);
    }
    int[] before = Arrays.copyOf(pads, axes);
    int[] after = Arrays.copyOfRange(pads, axes, 2 * axes);
    int[] output = new int[axes];
    String auto = attributes.text("auto_pad", "NOTSET");
    boolean ceiling = attributes.flag("ceil_mode", false);
    for (int d = 0; d < axes; d++) {
      int extent = (taps[d] - 1) * dilations[d] + 1;
      if (auto.startsWith("SAME")) {
        output[d] = (input[d] + strides[d] - 1) / strides[d];
        int all = Math.max(0, (output[d] - 1) * strides[d] + extent - input[d]);
        before[d] = auto.equals("SAME_LOWER") ? (all + 1) / 2 : all / 2;
        after[d] = all - before[d];
      } else {
        if (auto.equals("VALID")) {
          before[d] = 0;
          after[d] = 0;
        }
        int room = input[d] + before[d] + after[d] - extent;
        if (room < 0) {
          throw new IllegalArgumentException(
              "the kernel must fit into the padded image: kernel="
                  + extent
                  + ", padding="
                  + before[d]
                  + "+"
                  + after[d]
                  + ", input="
                  + x);
        }
        output[d] = (ceiling ? room + strides[d] - 1 : room) / strides[d] + 1;
        if (ceiling && (output[d] - 1) * strides[d] >= input[d] + before[d]) {
          // A window that would start in the padding behind is left out.
          output[d]--;
        }
      }
    }
    return new Window(input, taps, strides, dilations, before, after, output);
  }

  static int[] axes(Attributes attributes, String name, int axes) {
    int[] ones = new int[axes];
    Arrays.fill(ones, 1);
    int[] given = attributes.ints(name).orElse(ones);
    if (given.length != axes || Arrays.stream(given).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          name + " must be one number an axis, at least 1: " + name + "=" + Arrays.toString(given));
    }
    return given;
  }

  /** Taps of a window. */
  public int taps() {
    return Positions.product(kernel, 0, kernel.length);
  }

  /** (N, C, …) with these channels and the output's positions. */
  int[] outputExtents(int images, int channels) {
    int[] extents = new int[output.length + 2];
    extents[0] = images;
    extents[1] = channels;
    System.arraycopy(output, 0, extents, 2, output.length);
    return extents;
  }

  int inputPixels() {
    return Positions.product(input, 0, input.length);
  }

  int outputPixels() {
    return Positions.product(output, 0, output.length);
  }

  /** The pixel of the input under a tap, or -1 in the padding. */
  int pixel(int[] at, int[] tap) {
    int pixel = 0;
    for (int d = 0; d < input.length; d++) {
      int position = at[d] * strides[d] - before[d] + tap[d] * dilations[d];
      if (position < 0 || position >= input[d]) {
        return -1;
      }
      pixel = pixel * input[d] + position;
    }
    return pixel;
  }

  /** Whether a tap lies in the image or the padding that the file gives, not behind that. */
  boolean inPadding(int[] at, int[] tap) {
    for (int d = 0; d < input.length; d++) {
      int position = at[d] * strides[d] - before[d] + tap[d] * dilations[d];
      if (position >= input[d] + after[d]) {
        return false;
      }
    }
    return true;
  }
}
