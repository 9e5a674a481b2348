package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that move numbers to other places and change none. */
final class Movements {
  private Movements() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("Transpose", Movements::transpose),
        Plain.of("Concat", Movements::concat),
        Plain.of("Split", Movements::split),
        Plain.of("Slice", Movements::slice),
        Plain.of("Gather", Movements::gather),
        Plain.of("Pad", Movements::pad),
        Plain.of("DepthToSpace", Movements::depthToSpace),
        Plain.of("SpaceToDepth", Movements::spaceToDepth));
  }

  private static Prepared transpose(Call call) {
    Operand x = call.input(0);
    int[] order = order(call, x.rank());
    int[] extents = new int[order.length];
    int[] strides = new int[order.length];
    int[] own = Positions.strides(x.extents());
    for (int d = 0; d < order.length; d++) {
      extents[d] = x.extent(order[d]);
      strides[d] = own[order[d]];
    }
    return strided(new TensorType(x.type(), extents), 0, strides);
  }

  private static int[] order(Call call, int rank) {
    int[] order = new int[rank];
    for (int d = 0; d < rank; d++) {
      order[d] = rank - 1 - d;
    }
    return call.attributes().ints("perm").orElse(order);
  }

  /** Reads the input from {@code start} on with these strides. */
  private static Prepared strided(TensorType made, int start, int[] strides) {
    return Prepared.of(
        made,
        (in, out) -> {
          int[] lines = made.extents().clone();
          int last = lines.length - 1;
          int count = last < 0 ? 1 : lines[last];
          int stride = last < 0 ? 1 : strides[last];
          if (last >= 0) {
            lines[last] = 1;
          }
          int[] position = new int[lines.length];
          for (int i = 0; i < out[0].elements(); i += count) {
            int from = start + Positions.index(position, strides);
            if (stride == 1) {
              out[0].copy(i, in[0], from, count);
            } else {
              for (int k = 0; k < count; k++) {
                out[0].copy(i + k, in[0], from + k * stride);
              }
            }
            Positions.next(position, lines);
          }
        });
  }

  private static Prepared concat(Call call) {
    Operand first = call.input(0);
    int axis = Call.axis(call.attributes().number("axis", 1), first.rank());
    int[] extents = first.extents().clone();
    for (int i = 1; i < call.inputs().size(); i++) {
      Operand next = call.input(i);
      boolean fits = next.rank() == first.rank() && next.type() == first.type();
      for (int d = 0; fits && d < first.rank(); d++) {
        fits = d == axis || next.extent(d) == first.extent(d);
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "tensors that are joined must agree in all but the axis: axis="
                + axis
                + ", "
                + first
                + " and "
                + next);
      }
      extents[axis] += next.extent(axis);
    }
    int outer = Positions.product(extents, 0, axis);
    int inner = Positions.product(extents, axis + 1, extents.length);
    int all = extents[axis] * inner;
    return Prepared.of(
        new TensorType(first.type(), extents),
        (in, out) -> {
          int at = 0;
          for (Value part : in) {
            int length = part.extent(axis) * inner;
            for (int o = 0; o < outer; o++) {
              out[0].copy(o * all + at, part, o * length, length);
            }
            at += length;
          }
        });
  }

  private static Prepared split(Call call) {
    Operand x = call.input(0);
    int axis = Call.axis(call.attributes().number("axis", 0), x.rank());
    int[] parts = call.ints("split", 1).orElseGet(() -> even(x.extent(axis), call.outputs()));
    if (Arrays.stream(parts).sum() != x.extent(axis)) {
      throw new IllegalArgumentException(
          "the parts of a split must make the whole: split="
              + Arrays.toString(parts)
              + ", axis="
              + axis
              + ", input="
              + x);
    }
    int outer = Positions.product(x.extents(), 0, axis);
    int inner = Positions.product(x.extents(), axis + 1, x.rank());
    List<TensorType> made = new ArrayList<>();
    for (int part : parts) {
      int[] extents = x.extents().clone();
      extents[axis] = part;
      made.add(new TensorType(x.type(), extents));
    }
    return new Prepared(
        made,
        0,
        (in, out) -> {
          int at = 0;
          for (Value part : out) {
            int length = part.extent(axis) * inner;
            for (int o = 0; o < outer; o++) {
              part.copy(o * length, in[0], o * x.extent(axis) * inner + at, length);
            }
            at += length;
          }
        });
  }

  private static int[] even(int extent, int parts) {
    int most = (extent + parts - 1) / parts;
    int[] lengths = new int[parts];
    for (int i = 0; i < parts; i++) {
      lengths[i] = Math.min(most, Math.max(0, extent - i * most));
    }
    return lengths;
  }

  private static Prepared slice(Call call) {
    Operand x = call.input(0);
    long[] starts = longs(call, "starts", 1);
    long[] ends = longs(call, "ends", 2);
    long[] axes = call.has(3) || call.attributes().has("axes") ? longs(call, "axes", 3) : null;
    long[] steps = call.has(4) ? longs(call, "steps", 4) : null;
    int[] extents = x.extents().clone();
    int[] strides = Positions.strides(x.extents());
    int from = 0;
    for (int i = 0; i < starts.length; i++) {
      int d = Call.axis(axes == null ? i : axes[i], x.rank());
      long step = steps == null ? 1 : steps[i];
      if (step == 0) {
        throw new IllegalArgumentException("a slice's step must not be zero: axis=" + d);
      }
      int extent = x.extent(d);
      long start = starts[i] < 0 ? starts[i] + extent : starts[i];
      long end = ends[i] < 0 ? ends[i] + extent : ends[i];
      start = Math.max(0, Math.min(step > 0 ? extent : extent - 1, start));
      end = Math.max(step > 0 ? 0 : -1, Math.min(extent, end));
      long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
      extents[d] = (int) Math.max(0, count);
      from += (int) start * strides[d];
      strides[d] *= (int) step;
    }
    return strided(new TensorType(x.type(), extents), from, strides);
  }

  private static long[] longs(Call call, String name, int index) {
    return call.has(index)
        ? call.constant(index, name).orElseThrow().toLongs()
        : call.attributes()
            .numbers(name)
            .orElseThrow(
                () -> new IllegalArgumentException("a slice must say where: missing=" + name));
  }

  private static Prepared gather(Call call) {
    Operand x = call.input(0);
    Operand chosen = call.input(1);
    int axis = Call.axis(call.attributes().number("axis", 0), x.rank());
    int[] extents = new int[x.rank() - 1 + chosen.rank()];
    System.arraycopy(x.extents(), 0, extents, 0, axis);
    System.arraycopy(chosen.extents(), 0, extents, axis, chosen.rank());
    System.arraycopy(x.extents(), axis + 1, extents, axis + chosen.rank(), x.rank() - axis - 1);
    int outer = Positions.product(x.extents(), 0, axis);
    int inner = Positions.product(x.extents(), axis + 1, x.rank());
    int extent = x.extent(axis);
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          int count = in[1].elements();
          for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
              long position = in[1].integer(i);
              position = position < 0 ? position + extent : position;
              if (position < 0 || position >= extent) {
                throw new IllegalArgumentException(
                    "a gathered position must lie inside: position="
                        + in[1].integer(i)
                        + ", extent="
                        + extent);
              }
              int from = (o * extent + (int) position) * inner;
              out[0].copy((o * count + i) * inner, in[0], from, inner);
            }
          }
        });
  }

  private static Prepared pad(Call call) {
    Operand x = call.input(0);
    int[] given =
        call.ints(call.opset() < 2 ? "paddings" : "pads", 1)
            .orElseThrow(() -> new IllegalArgumentException("an attribute is missing: pads"));
    int[] pads = new int[2 * x.rank()];
    if (call.has(3)) {
      int[] axes = call.constant(3, "axes").orElseThrow().toInts();
      for (int i = 0; i < axes.length; i++) {
        int d = Call.axis(axes[i], x.rank());
        pads[d] = given[i];
        pads[d + x.rank()] = given[i + axes.length];
      }
    } else {
      System.arraycopy(given, 0, pads, 0, pads.length);
    }
    String mode = call.attributes().text("mode", "constant");
    int[] extents = new int[x.rank()];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = x.extent(d) + pads[d] + pads[d + x.rank()];
    }
    float attribute = call.attributes().real("value", 0f);
    int[] strides = Positions.strides(x.extents());
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          Value fill = Value.zeros(x.type(), 1);
          if (in.length > 2 && in[2] != null) {
            fill.copy(0, in[2], 0);
          } else if (x.type().kind() != DataType.Kind.TEXT) {
            fill.set(0, (double) attribute);
          }
          int[] position = new int[extents.length];
          for (int i = 0; i < out[0].elements(); i++) {
            int from = 0;
            for (int d = 0; d < extents.length && from >= 0; d++) {
              int at = source(position[d] - pads[d], x.extent(d), mode);
              from = at < 0 ? -1 : from + at * strides[d];
            }
            if (from < 0) {
              out[0].copy(i, fill, 0);
            } else {
              out[0].copy(i, in[0], from);
            }
            Positions.next(position, extents);
          }
        });
  }

  /** The position that padding repeats, or -1 where it is the constant. */
  private static int source(int position, int extent, String mode) {
    if (position >= 0 && position < extent) {
      return position;
    }
    return switch (mode) {
      case "constant" -> -1;
      case "edge" -> position < 0 ? 0 : extent - 1;
      case "reflect" -> {
        int period = Math.max(1, 2 * (extent - 1));
        int inside = Math.floorMod(position, period);
        yield inside < extent ? inside : period - inside;
      }
      case "wrap" -> Math.floorMod(position, extent);
      default ->
          throw new IllegalArgumentException(
              "padding must be constant, edge, reflect or wrap: mode=" + mode);
    };
  }

  private static Prepared depthToSpace(Call call) {
    Operand x = call.input(0);
    int block = (int) call.attributes().number("blocksize", 1);
    boolean columnsFirst = call.attributes().text("mode", "DCR").equals("CRD");
    int channels = divided(x, block);
    int rows = x.extent(2);
    int columns = x.extent(3);
    int[] extents = {x.extent(0), channels, rows * block, columns * block};
    int[] own = Positions.strides(x.extents());
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          int[] position = new int[4];
          for (int i = 0; i < out[0].elements(); i++) {
            int tap = position[2] % block * block + position[3] % block;
            int c = position[1];
            int from = columnsFirst ? c * block * block + tap : tap * channels + c;
            out[0].copy(
                i,
                in[0],
                position[0] * own[0]
                    + from * own[1]
                    + position[2] / block * own[2]
                    + position[3] / block);
            Positions.next(position, extents);
          }
        });
  }

  private static int divided(Operand x, int block) {
    if (x.rank() != 4 || block < 1 || x.extent(1) % (block * block) != 0) {
      throw new IllegalArgumentException(
          "channels must be divisible by the square of the block: blocksize="
              + block
              + ", input="
              + x);
    }
    return x.extent(1) / (block * block);
  }

  private static Prepared spaceToDepth(Call call) {
    Operand x = call.input(0);
    int block = (int) call.attributes().number("blocksize", 1);
    if (x.rank() != 4 || x.extent(2) % block != 0 || x.extent(3) % block != 0) {
      throw new IllegalArgumentException(
          "rows and columns must be divisible by the block: blocksize=" + block + ", input=" + x);
    }
    int channels = x.extent(1);
    int[] extents = {
      x.extent(0), channels * block * block, x.extent(2) / block, x.extent(3) / block
    };
    int[] own = Positions.strides(x.extents());
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          int[] position = new int[4];
          for (int i = 0; i < out[0].elements(); i++) {
            int tap = position[1] / channels;
            out[0].copy(
                i,
                in[0],
                position[0] * own[0]
                    + position[1] % channels * own[1]
                    + (position[2] * block + tap / block) * own[2]
                    + position[3] * block
                    + tap % block);
            Positions.next(position, extents);
          }
        });
  }
}
