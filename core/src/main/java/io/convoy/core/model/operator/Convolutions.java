package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Conv and ConvTranspose as plain sums, on any number of spatial axes. */
final class Convolutions {
  private Convolutions() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("Conv", Convolutions::conv), Plain.of("ConvTranspose", Convolutions::transposed));
  }

  private static Prepared conv(Call call) {
    Operand x = call.input(0);
    Operand w = call.input(1);
    if (w.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "weights must have as many dimensions as the image: weights=" + w + ", input=" + x);
    }
    int groups = (int) call.attributes().number("group", 1);
    Window window = Window.of(x, call.attributes(), Arrays.copyOfRange(w.extents(), 2, w.rank()));
    if (x.extent(1) != w.extent(1) * groups || w.extent(0) % groups != 0) {
      throw new IllegalArgumentException(
          "input channels must equal weights' input channels times groups: input="
              + x
              + ", weights="
              + w
              + ", groups="
              + groups);
    }
    int perGroup = w.extent(0) / groups;
    int depth = w.extent(1);
    TensorType made = new TensorType(x.type(), window.outputExtents(x.extent(0), w.extent(0)));
    long products = Value.elements(made.extents()) * depth * window.taps();
    return Prepared.of(
        made,
        products,
        (in, out) -> {
          for (int n = 0; n < x.extent(0); n++) {
            for (int oc = 0; oc < w.extent(0); oc++) {
              int firstChannel = n * x.extent(1) + oc / perGroup * depth;
              double bias = in.length > 2 && in[2] != null ? in[2].real(oc) : 0;
              int to = (n * w.extent(0) + oc) * window.outputPixels();
              convPlane(window, in, out[0], firstChannel, depth, oc, bias, to);
            }
          }
        });
  }

  private static void convPlane(
      Window window,
      Value[] in,
      Value out,
      int firstChannel,
      int depth,
      int oc,
      double bias,
      int to) {
    int[] at = new int[window.output().length];
    for (int p = 0; p < window.outputPixels(); p++) {
      double sum = bias;
      int[] tap = new int[at.length];
      for (int k = 0; k < window.taps(); k++) {
        int pixel = window.pixel(at, tap);
        for (int ic = 0; pixel >= 0 && ic < depth; ic++) {
          sum +=
              in[0].real((firstChannel + ic) * window.inputPixels() + pixel)
                  * in[1].real((oc * depth + ic) * window.taps() + k);
        }
        Positions.next(tap, window.kernel());
      }
      out.set(to + p, sum);
      Positions.next(at, window.output());
    }
  }

  private static Prepared transposed(Call call) {
    Operand x = call.input(0);
    Operand w = call.input(1);
    int groups = (int) call.attributes().number("group", 1);
    Transposed window = Transposed.of(x, w, call.attributes());
    if (x.extent(1) != w.extent(0) || w.extent(0) % groups != 0) {
      throw new IllegalArgumentException(
          "input channels must equal the weights' first extent, and be divisible by groups: input="
              + x
              + ", weights="
              + w
              + ", groups="
              + groups);
    }
    int channels = w.extent(1) * groups;
    int[] extents = new int[x.rank()];
    extents[0] = x.extent(0);
    extents[1] = channels;
    System.arraycopy(window.output(), 0, extents, 2, window.output().length);
    int perGroup = w.extent(0) / groups;
    int inputPixels = Positions.product(window.input(), 0, window.input().length);
    int outputPixels = Positions.product(window.output(), 0, window.output().length);
    int taps = Positions.product(window.kernel(), 0, window.kernel().length);
    long products = Value.elements(x.extents()) * w.extent(1) * taps;
    return Prepared.of(
        new TensorType(x.type(), extents),
        products,
        (in, out) -> {
          double[] plane = new double[outputPixels];
          for (int n = 0; n < x.extent(0); n++) {
            for (int oc = 0; oc < channels; oc++) {
              Arrays.fill(plane, in.length > 2 && in[2] != null ? in[2].real(oc) : 0);
              int group = oc / w.extent(1);
              for (int ic = group * perGroup; ic < (group + 1) * perGroup; ic++) {
                int weights = (ic * w.extent(1) + oc % w.extent(1)) * taps;
                int from = (n * x.extent(1) + ic) * inputPixels;
                scatter(window, in, from, weights, taps, plane);
              }
              for (int p = 0; p < outputPixels; p++) {
                out[0].set((n * channels + oc) * outputPixels + p, plane[p]);
              }
            }
          }
        });
  }

  private static void scatter(
      Transposed window, Value[] in, int from, int weights, int taps, double[] plane) {
    int[] at = new int[window.input().length];
    int pixels = Positions.product(window.input(), 0, window.input().length);
    for (int p = 0; p < pixels; p++) {
      int[] tap = new int[at.length];
      for (int k = 0; k < taps; k++) {
        int pixel = window.pixel(at, tap);
        if (pixel >= 0) {
          plane[pixel] += in[0].real(from + p) * in[1].real(weights + k);
        }
        Positions.next(tap, window.kernel());
      }
      Positions.next(at, window.input());
    }
  }
}
