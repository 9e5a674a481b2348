package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Operators that keep the order of numbers and change extents or types, and those about extents.
 */
final class Shapes {
  private Shapes() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("Identity", call -> same(call, call.input(0).extents())),
        Plain.of("Dropout", Shapes::dropout),
        Plain.of("Reshape", Shapes::reshape),
        Plain.of("Flatten", Shapes::flatten),
        Plain.of("Squeeze", Shapes::squeeze),
        Plain.of("Unsqueeze", Shapes::unsqueeze),
        Plain.of("Shape", Shapes::shape),
        Plain.of("Size", Shapes::size),
        Plain.of("Constant", Shapes::constant),
        Plain.of("ConstantOfShape", Shapes::constantOfShape),
        Plain.of("Expand", Shapes::expand),
        Plain.of("Tile", Shapes::tile),
        Plain.of("Cast", Shapes::cast),
        Plain.of("CastLike", call -> castTo(call, call.input(1).type())));
  }

  private static Prepared same(Call call, int[] extents) {
    Operand x = call.input(0);
    if (Value.count(extents) != Value.count(x.extents())) {
      throw new IllegalArgumentException(
          "a reshape must keep the number of elements: input="
              + x
              + ", to="
              + Arrays.toString(extents));
    }
    return Prepared.of(
        new TensorType(x.type(), extents), (in, out) -> out[0].copy(0, in[0], 0, in[0].elements()));
  }

  private static Prepared dropout(Call call) {
    boolean training =
        call.constant(2, "training_mode").map(mode -> mode.integer(0) != 0).orElse(false);
    float ratio =
        call.has(1)
            ? (float) call.constant(1, "ratio").orElseThrow().real(0)
            : call.attributes().real("ratio", 0.5f);
    if (training && ratio != 0f) {
      throw new IllegalArgumentException(
          "training is not supported: export the model in inference mode, attribute=training_mode");
    }
    Operand x = call.input(0);
    List<TensorType> made = new ArrayList<>();
    made.add(new TensorType(x.type(), x.extents()));
    if (call.outputs() > 1) {
      made.add(new TensorType(call.opset() < 10 ? x.type() : DataType.BOOL, x.extents()));
    }
    return new Prepared(
        made,
        0,
        (in, out) -> {
          out[0].copy(0, in[0], 0, in[0].elements());
          for (int i = 0; out.length > 1 && i < in[0].elements(); i++) {
            out[1].set(i, 1L);
          }
        });
  }

  private static Prepared reshape(Call call) {
    Operand x = call.input(0);
    int[] wanted =
        call.has(1)
            ? call.constant(1, "shape").orElseThrow().toInts()
            : call.attributes().ints("shape").orElseThrow(() -> missing("shape"));
    boolean zeroIsZero = call.attributes().flag("allowzero", false);
    int[] extents = wanted.clone();
    int open = -1;
    int known = 1;
    for (int d = 0; d < extents.length; d++) {
      if (extents[d] == 0 && !zeroIsZero) {
        if (d >= x.rank()) {
          throw new IllegalArgumentException(
              "a zero in shape keeps an extent of the input, which has none there: shape="
                  + Arrays.toString(wanted)
                  + ", input="
                  + x);
        }
        extents[d] = x.extent(d);
      }
      if (extents[d] == -1) {
        open = d;
      } else {
        known *= extents[d];
      }
    }
    int count = Value.count(x.extents());
    if (open >= 0) {
      if (known == 0 || count % known != 0) {
        throw new IllegalArgumentException(
            "a reshape must keep the number of elements: input="
                + x
                + ", shape="
                + Arrays.toString(wanted));
      }
      extents[open] = count / known;
    }
    return same(call, extents);
  }

  private static IllegalArgumentException missing(String attribute) {
    return new IllegalArgumentException("an attribute is missing: attribute=" + attribute);
  }

  private static Prepared flatten(Call call) {
    Operand x = call.input(0);
    long given = call.attributes().number("axis", 1);
    int axis = given == x.rank() ? x.rank() : Call.axis(given, x.rank());
    int outer = Positions.product(x.extents(), 0, axis);
    int inner = Positions.product(x.extents(), axis, x.rank());
    return same(call, new int[] {outer, inner});
  }

  private static Prepared squeeze(Call call) {
    Operand x = call.input(0);
    boolean[] removed = new boolean[x.rank()];
    Optional<int[]> axes = call.ints("axes", 1);
    if (axes.isPresent()) {
      for (int axis : axes.get()) {
        int d = Call.axis(axis, x.rank());
        if (x.extent(d) != 1) {
          throw new IllegalArgumentException(
              "only a dimension of extent 1 can be squeezed: axis=" + axis + ", input=" + x);
        }
        removed[d] = true;
      }
    } else {
      for (int d = 0; d < removed.length; d++) {
        removed[d] = x.extent(d) == 1;
      }
    }
    return same(call, Positions.remove(x.extents(), removed));
  }

  private static Prepared unsqueeze(Call call) {
    Operand x = call.input(0);
    int[] axes = call.ints("axes", 1).orElseThrow(() -> missing("axes"));
    int rank = x.rank() + axes.length;
    boolean[] added = new boolean[rank];
    for (int axis : axes) {
      added[Call.axis(axis, rank)] = true;
    }
    int[] extents = new int[rank];
    int from = 0;
    for (int d = 0; d < rank; d++) {
      extents[d] = added[d] ? 1 : x.extent(from++);
    }
    return same(call, extents);
  }

  private static Prepared shape(Call call) {
    int[] extents = call.input(0).extents();
    int start = clamped(call.attributes().number("start", 0), extents.length);
    int end = clamped(call.attributes().number("end", extents.length), extents.length);
    int count = Math.max(0, end - start);
    return Prepared.of(
        TensorType.of(DataType.INT64, count),
        (in, out) -> {
          for (int d = 0; d < count; d++) {
            out[0].set(d, (long) extents[start + d]);
          }
        });
  }

  private static int clamped(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  private static Prepared size(Call call) {
    long count = Value.count(call.input(0).extents());
    return Prepared.of(TensorType.of(DataType.INT64), (in, out) -> out[0].set(0, count));
  }

  private static Prepared constant(Call call) {
    Value value =
        call.attributes()
            .tensor("value")
            .or(() -> call.attributes().numbers("value_ints").map(Value::vector))
            .or(() -> call.attributes().reals("value_floats").map(r -> Value.floats(r, r.length)))
            .orElseGet(() -> scalar(call));
    return Prepared.of(
        new TensorType(value.type(), value.extents()),
        (in, out) -> out[0].copy(0, value, 0, value.elements()));
  }

  private static Value scalar(Call call) {
    if (call.attributes().has("value_float")) {
      return Value.floats(new float[] {call.attributes().real("value_float", 0f)});
    }
    if (call.attributes().has("value_int")) {
      return Value.longs(DataType.INT64, new long[] {call.attributes().number("value_int", 0)});
    }
    throw new IllegalArgumentException(
        "a constant must be a tensor or numbers: attributes=" + call.attributes());
  }

  private static Prepared constantOfShape(Call call) {
    int[] extents = call.constant(0, "shape").orElseThrow().toInts();
    Value fill = call.attributes().tensor("value").orElseGet(() -> Value.floats(new float[1], 1));
    return Prepared.of(
        new TensorType(fill.type(), extents),
        (in, out) -> {
          for (int i = 0; i < out[0].elements(); i++) {
            out[0].copy(i, fill, 0);
          }
        });
  }

  private static Prepared expand(Call call) {
    Operand x = call.input(0);
    int[] wanted = call.constant(1, "shape").orElseThrow().toInts();
    int[] box = Positions.broadcast(x.extents(), wanted, x, call.input(1));
    int[] strides = Positions.broadcastStrides(x.extents(), box);
    return Prepared.of(
        new TensorType(x.type(), box),
        (in, out) -> {
          int[] position = new int[box.length];
          for (int i = 0; i < out[0].elements(); i++) {
            out[0].copy(i, in[0], Positions.index(position, strides));
            Positions.next(position, box);
          }
        });
  }

  private static Prepared tile(Call call) {
    Operand x = call.input(0);
    int[] repeats = call.constant(1, "repeats").orElseThrow().toInts();
    int[] box = new int[x.rank()];
    for (int d = 0; d < box.length; d++) {
      box[d] = x.extent(d) * repeats[d];
    }
    int[] strides = Positions.strides(x.extents());
    return Prepared.of(
        new TensorType(x.type(), box),
        (in, out) -> {
          int[] position = new int[box.length];
          for (int i = 0; i < out[0].elements(); i++) {
            int from = 0;
            for (int d = 0; d < box.length; d++) {
              from += position[d] % x.extent(d) * strides[d];
            }
            out[0].copy(i, in[0], from);
            Positions.next(position, box);
          }
        });
  }

  private static Prepared cast(Call call) {
    if (call.opset() < 6) {
      return castTo(call, DataType.valueOf(call.attributes().text("to", "FLOAT")));
    }
    return castTo(call, DataType.of(call.attributes().number("to", 1)));
  }

  private static Prepared castTo(Call call, DataType to) {
    Operand x = call.input(0);
    return Prepared.of(
        new TensorType(to, x.extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            castOne(in[0], out[0], i);
          }
        });
  }

  private static void castOne(Value from, Value to, int i) {
    DataType.Kind kind = from.type().kind();
    switch (to.type().kind()) {
      case TEXT ->
          to.set(
              i,
              switch (kind) {
                case TEXT -> from.text(i);
                case INTEGER -> Long.toString(from.integer(i));
                case REAL -> realText(from, i);
              });
      case INTEGER -> {
        if (kind == DataType.Kind.TEXT) {
          to.set(i, Long.parseLong(from.text(i).strip()));
        } else if (kind == DataType.Kind.REAL && to.type() == DataType.BOOL) {
          to.set(i, from.real(i) != 0 ? 1L : 0L);
        } else {
          to.set(i, from.integer(i));
        }
      }
      case REAL ->
          to.set(i, kind == DataType.Kind.TEXT ? parsed(from.text(i).strip()) : from.real(i));
    }
  }

  private static String realText(Value from, int i) {
    double value = from.real(i);
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "INF" : "-INF";
    }
    return from.type() == DataType.DOUBLE ? Double.toString(value) : Float.toString((float) value);
  }

  private static double parsed(String text) {
    return switch (text) {
      case "INF", "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
