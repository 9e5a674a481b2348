package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Pools: one number of each window, or of each whole map, channel by channel. */
final class Pools {
  private Pools() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("MaxPool", Pools::max),
        Plain.of("AveragePool", Pools::average),
        Plain.of("LpPool", Pools::lp),
        Plain.of("GlobalAveragePool", call -> global(call, "average")),
        Plain.of("GlobalMaxPool", call -> global(call, "max")),
        Plain.of("GlobalLpPool", call -> global(call, "lp")));
  }

  /** Makes one number of the window of a plane. */
  @FunctionalInterface
  private interface Pooled {
    /**
     * @param plane where the plane starts in the input
     * @param to where the number goes
     */
    void of(Value[] in, Value[] out, int plane, int[] at, int to);
  }

  private static Prepared windows(Operand x, Window window, List<TensorType> made, Pooled pooled) {
    int planes = x.extent(0) * x.extent(1);
    return new Prepared(
        made,
        0,
        (in, out) -> {
          for (int plane = 0; plane < planes; plane++) {
            int[] at = new int[window.output().length];
            for (int p = 0; p < window.outputPixels(); p++) {
              int to = plane * window.outputPixels() + p;
              pooled.of(in, out, plane * window.inputPixels(), at, to);
              Positions.next(at, window.output());
            }
          }
        });
  }

  private static Prepared max(Call call) {
    Operand x = call.input(0);
    Window window = Window.of(x, call.attributes(), null);
    int[] extents = window.outputExtents(x.extent(0), x.extent(1));
    List<TensorType> made = new ArrayList<>();
    made.add(new TensorType(x.type(), extents));
    if (call.outputs() > 1) {
      made.add(new TensorType(DataType.INT64, extents));
    }
    boolean columnsFirst = call.attributes().flag("storage_order", false);
    return windows(
        x,
        window,
        made,
        (in, out, plane, at, to) -> {
          int[] tap = new int[at.length];
          int best = -1;
          for (int k = 0; k < window.taps(); k++) {
            int pixel = window.pixel(at, tap);
            if (pixel >= 0 && (best < 0 || in[0].real(plane + pixel) > in[0].real(plane + best))) {
              best = pixel;
            }
            Positions.next(tap, window.kernel());
          }
          if (best >= 0) {
            out[0].copy(to, in[0], plane + best);
          } else {
            out[0].set(to, Double.NEGATIVE_INFINITY);
          }
          if (out.length > 1) {
            int columns = window.input()[window.input().length - 1];
            int rows = window.input().length > 1 ? window.input()[window.input().length - 2] : 1;
            int turned = best % columns * rows + best / columns;
            out[1].set(to, (long) plane + (columnsFirst ? turned : best));
          }
        });
  }

  private static Prepared average(Call call) {
    Operand x = call.input(0);
    Window window = Window.of(x, call.attributes(), null);
    boolean padding = call.attributes().flag("count_include_pad", false);
    return windows(
        x,
        window,
        List.of(new TensorType(x.type(), window.outputExtents(x.extent(0), x.extent(1)))),
        (in, out, plane, at, to) -> {
          int[] tap = new int[at.length];
          double sum = 0;
          int count = 0;
          for (int k = 0; k < window.taps(); k++) {
            int pixel = window.pixel(at, tap);
            if (pixel >= 0) {
              sum += in[0].real(plane + pixel);
              count++;
            } else if (padding && window.inPadding(at, tap)) {
              count++;
            }
            Positions.next(tap, window.kernel());
          }
          out[0].set(to, sum / count);
        });
  }

  private static Prepared lp(Call call) {
    Operand x = call.input(0);
    Window window = Window.of(x, call.attributes(), null);
    double p = power(call);
    return windows(
        x,
        window,
        List.of(new TensorType(x.type(), window.outputExtents(x.extent(0), x.extent(1)))),
        (in, out, plane, at, to) -> {
          int[] tap = new int[at.length];
          double sum = 0;
          for (int k = 0; k < window.taps(); k++) {
            int pixel = window.pixel(at, tap);
            sum += pixel < 0 ? 0 : StrictMath.pow(Math.abs(in[0].real(plane + pixel)), p);
            Positions.next(tap, window.kernel());
          }
          out[0].set(to, StrictMath.pow(sum, 1 / p));
        });
  }

  private static double power(Call call) {
    return call.opset() < 2 ? call.attributes().real("p", 2f) : call.attributes().number("p", 2);
  }

  private static Prepared global(Call call, String kind) {
    Operand x = call.input(0);
    if (x.rank() < 2) {
      throw new IllegalArgumentException("a global pool needs (N, C, …): input=" + x);
    }
    int pixels = Positions.product(x.extents(), 2, x.rank());
    int[] extents = new int[x.rank()];
    java.util.Arrays.fill(extents, 1);
    extents[0] = x.extent(0);
    extents[1] = x.extent(1);
    double p = kind.equals("lp") ? power(call) : 0;
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          for (int plane = 0; plane < out[0].elements(); plane++) {
            double sum = kind.equals("max") ? Double.NEGATIVE_INFINITY : 0;
            for (int i = plane * pixels; i < (plane + 1) * pixels; i++) {
              double value = in[0].real(i);
              sum =
                  switch (kind) {
                    case "max" -> Math.max(sum, value);
                    case "lp" -> sum + StrictMath.pow(Math.abs(value), p);
                    default -> sum + value;
                  };
            }
            out[0].set(
                plane,
                switch (kind) {
                  case "max" -> sum;
                  case "lp" -> StrictMath.pow(sum, 1 / p);
                  default -> sum / pixels;
                });
          }
        });
  }
}
