package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Operators that make one number of many along some axes, in the order in which they lie; sums of
 * real numbers are kept as doubles and rounded once.
 */
final class Reductions {
  private Reductions() {}

  /** How numbers are gathered; the first is taken as {@code next(start, x)}. */
  private record Kind(double start, Step next, Finish finish) {
    interface Step {
      double of(double sum, double x);
    }

    interface Finish {
      double of(double sum, int count);
    }
  }

  static List<Operator> all() {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    return List.of(
        reduce("ReduceSum", new Kind(0, (s, x) -> s + x, (s, n) -> s)),
        reduce("ReduceMean", new Kind(0, (s, x) -> s + x, (s, n) -> s / n)),
        reduce("ReduceMax", new Kind(low, Math::max, (s, n) -> s)),
        reduce("ReduceMin", new Kind(high, Math::min, (s, n) -> s)),
        reduce("ReduceProd", new Kind(1, (s, x) -> s * x, (s, n) -> s)),
        reduce("ReduceL1", new Kind(0, (s, x) -> s + Math.abs(x), (s, n) -> s)),
        reduce("ReduceL2", new Kind(0, (s, x) -> s + x * x, (s, n) -> Math.sqrt(s))),
        reduce("ReduceSumSquare", new Kind(0, (s, x) -> s + x * x, (s, n) -> s)),
        reduce("ReduceLogSum", new Kind(0, (s, x) -> s + x, (s, n) -> StrictMath.log(s))),
        Plain.of("ArgMax", call -> arg(call, 1)),
        Plain.of("ArgMin", call -> arg(call, -1)),
        Plain.of("Softmax", call -> softmax(call, false)),
        Plain.of("LogSoftmax", call -> softmax(call, true)));
  }

  private static Operator reduce(String name, Kind kind) {
    return Plain.of(name, call -> reduced(call, kind));
  }

  private static Prepared reduced(Call call, Kind kind) {
    Operand x = call.input(0);
    Optional<int[]> axes = call.ints("axes", 1).filter(given -> given.length > 0);
    boolean nothing = axes.isEmpty() && call.attributes().flag("noop_with_empty_axes", false);
    boolean[] gone = new boolean[x.rank()];
    if (axes.isPresent()) {
      for (int axis : axes.get()) {
        gone[Call.axis(axis, x.rank())] = true;
      }
    } else {
      Arrays.fill(gone, !nothing);
    }
    int[] kept = x.extents().clone();
    int[] inner = x.extents().clone();
    for (int d = 0; d < gone.length; d++) {
      if (gone[d]) {
        kept[d] = 1;
      } else {
        inner[d] = 1;
      }
    }
    boolean keep = call.attributes().flag("keepdims", true);
    int[] extents = keep ? kept : Positions.remove(x.extents(), gone);
    int[] strides = Positions.strides(x.extents());
    int count = Value.count(inner);
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          int[] outer = new int[kept.length];
          for (int i = 0; i < out[0].elements(); i++) {
            int start = Positions.index(outer, strides);
            int[] position = new int[inner.length];
            double sum = kind.start();
            for (int k = 0; k < count; k++) {
              sum = kind.next().of(sum, in[0].real(start + Positions.index(position, strides)));
              Positions.next(position, inner);
            }
            out[0].set(i, kind.finish().of(sum, count));
            Positions.next(outer, kept);
          }
        });
  }

  private static Prepared arg(Call call, int sign) {
    Operand x = call.input(0);
    int axis = Call.axis(call.attributes().number("axis", 0), x.rank());
    boolean last = call.attributes().flag("select_last_index", false);
    int extent = x.extent(axis);
    int inner = Positions.product(x.extents(), axis + 1, x.rank());
    int[] extents = x.extents().clone();
    extents[axis] = 1;
    if (!call.attributes().flag("keepdims", true)) {
      boolean[] gone = new boolean[x.rank()];
      gone[axis] = true;
      extents = Positions.remove(x.extents(), gone);
    }
    return Prepared.of(
        new TensorType(DataType.INT64, extents),
        (in, out) -> {
          for (int i = 0; i < out[0].elements(); i++) {
            int start = i / inner * extent * inner + i % inner;
            int best = 0;
            for (int k = 1; k < extent; k++) {
              double difference =
                  sign * (in[0].real(start + k * inner) - in[0].real(start + best * inner));
              best = difference > 0 || last && difference == 0 ? k : best;
            }
            out[0].set(i, (long) best);
          }
        });
  }

  private static Prepared softmax(Call call, boolean logarithm) {
    Operand x = call.input(0);
    // Before version 13 everything from the axis on was one row.
    boolean rows = call.opset() < 13;
    int axis = Call.axis(call.attributes().number("axis", rows ? 1 : -1), x.rank());
    int extent = rows ? Positions.product(x.extents(), axis, x.rank()) : x.extent(axis);
    int inner = rows ? 1 : Positions.product(x.extents(), axis + 1, x.rank());
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          int lines = extent == 0 ? 0 : in[0].elements() / extent;
          for (int line = 0; line < lines; line++) {
            int start = line / inner * extent * inner + line % inner;
            softmaxLine(in[0], out[0], start, inner, extent, logarithm);
          }
        });
  }

  private static void softmaxLine(
      Value x, Value y, int start, int stride, int count, boolean logarithm) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, (float) x.real(start + i * stride));
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      float power = FloatMath.exp((float) x.real(start + i * stride) - most);
      sum += power;
      if (!logarithm) {
        y.set(start + i * stride, (double) power);
      }
    }
    float total = (float) sum;
    float log = logarithm ? (float) StrictMath.log(sum) : 0f;
    for (int i = 0; i < count; i++) {
      int at = start + i * stride;
      y.set(
          at,
          logarithm
              ? (double) ((float) x.real(at) - most - log)
              : (double) ((float) y.real(at) / total));
    }
  }
}
