package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.List;

/** Small operators that choose, count and make numbers, mostly for arithmetic on shapes. */
final class Selections {
  private Selections() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("Where", Selections::where),
        Plain.of("Not", Selections::not),
        Plain.of("Abs", call -> signed(call, true)),
        Plain.of("Neg", call -> signed(call, false)),
        Plain.of("Clip", Selections::clip),
        Plain.of("PRelu", Selections::prelu),
        Plain.of("Range", Selections::range),
        Plain.of("Mean", Selections::mean));
  }

  private static Prepared where(Call call) {
    Operand test = call.input(0);
    Operand yes = call.input(1);
    Operand no = call.input(2);
    int[] box = Positions.broadcast(Positions.broadcast(yes, no), test.extents(), yes, test);
    int[] a = Positions.broadcastStrides(test.extents(), box);
    int[] b = Positions.broadcastStrides(yes.extents(), box);
    int[] c = Positions.broadcastStrides(no.extents(), box);
    return Prepared.of(
        new TensorType(yes.type(), box),
        (in, out) -> {
          int[] position = new int[box.length];
          for (int i = 0; i < out[0].elements(); i++) {
            boolean taken = in[0].integer(Positions.index(position, a)) != 0;
            out[0].copy(i, in[taken ? 1 : 2], Positions.index(position, taken ? b : c));
            Positions.next(position, box);
          }
        });
  }

  private static Prepared not(Call call) {
    return Prepared.of(
        new TensorType(DataType.BOOL, call.input(0).extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            out[0].set(i, in[0].integer(i) == 0 ? 1L : 0L);
          }
        });
  }

  private static Prepared signed(Call call, boolean magnitude) {
    Operand x = call.input(0);
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            if (in[0].type().isReal()) {
              double value = in[0].real(i);
              out[0].set(i, magnitude ? Math.abs(value) : -value);
            } else {
              long value = in[0].integer(i);
              out[0].set(i, magnitude ? Math.abs(value) : -value);
            }
          }
        });
  }

  private static Prepared clip(Call call) {
    Operand x = call.input(0);
    float low = call.attributes().real("min", Float.NEGATIVE_INFINITY);
    float high = call.attributes().real("max", Float.POSITIVE_INFINITY);
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          boolean hasLow = in.length > 1 && in[1] != null;
          boolean hasHigh = in.length > 2 && in[2] != null;
          if (in[0].type().isReal()) {
            double least = hasLow ? in[1].real(0) : low;
            double most = hasHigh ? in[2].real(0) : high;
            for (int i = 0; i < in[0].elements(); i++) {
              double value = in[0].real(i);
              double raised = value < least ? least : value;
              out[0].set(i, raised > most ? most : raised);
            }
          } else {
            long least = hasLow ? in[1].integer(0) : Long.MIN_VALUE;
            long most = hasHigh ? in[2].integer(0) : Long.MAX_VALUE;
            for (int i = 0; i < in[0].elements(); i++) {
              out[0].set(i, Math.min(most, Math.max(least, in[0].integer(i))));
            }
          }
        });
  }

  private static Prepared prelu(Call call) {
    Operand x = call.input(0);
    Operand slope = call.input(1);
    int[] box = x.extents();
    // Before version 7 a vector meant one slope a channel.
    boolean channels = call.opset() < 7 && slope.rank() == 1 && slope.extent(0) > 1 && x.rank() > 1;
    int[] own = slope.extents();
    if (channels) {
      own = new int[x.rank() - 1];
      java.util.Arrays.fill(own, 1);
      own[0] = slope.extent(0);
    }
    Positions.broadcast(box, own, x, slope);
    int[] strides = Positions.broadcastStrides(own, box);
    return Prepared.of(
        new TensorType(x.type(), box),
        (in, out) -> {
          int[] position = new int[box.length];
          for (int i = 0; i < out[0].elements(); i++) {
            double value = in[0].real(i);
            out[0].set(
                i, value < 0 ? value * in[1].real(Positions.index(position, strides)) : value);
            Positions.next(position, box);
          }
        });
  }

  private static Prepared range(Call call) {
    Value start = call.constant(0, "start").orElseThrow();
    Value limit = call.constant(1, "limit").orElseThrow();
    Value delta = call.constant(2, "delta").orElseThrow();
    double steps = Math.ceil((limit.real(0) - start.real(0)) / delta.real(0));
    int count = (int) Math.max(0, steps);
    return Prepared.of(
        TensorType.of(start.type(), count),
        (in, out) -> {
          for (int i = 0; i < count; i++) {
            if (start.type().isReal()) {
              out[0].set(i, start.real(0) + i * delta.real(0));
            } else {
              out[0].set(i, start.integer(0) + i * delta.integer(0));
            }
          }
        });
  }

  private static Prepared mean(Call call) {
    Prepared sum = Operators.named("Sum").orElseThrow().prepare(call);
    return Prepared.of(
        sum.outputs().get(0),
        (in, out) -> {
          sum.body().run(in, out);
          for (int i = 0; i < out[0].elements(); i++) {
            out[0].set(i, out[0].real(i) / in.length);
          }
        });
  }
}
