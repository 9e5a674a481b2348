package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.List;

/**
 * An operator on pairs of elements, with broadcasting; more than two inputs are taken one after the
 * other.
 *
 * <p>Real numbers are computed as doubles and rounded to their type, which gives the bits of single
 * precision for {@code + - × ÷}: a double has more than twice the bits of a float, and two more.
 */
final class Arithmetic implements Operator {
  /** What becomes of two real numbers. */
  @FunctionalInterface
  interface Real {
    double of(double a, double b);
  }

  /** What becomes of two whole numbers. */
  @FunctionalInterface
  interface Whole {
    long of(long a, long b);
  }

  private final String name;
  private final Real real;
  private final Whole whole;
  private final boolean truth;

  private Arithmetic(String name, Real real, Whole whole, boolean truth) {
    this.name = name;
    this.real = real;
    this.whole = whole;
    this.truth = truth;
  }

  static List<Operator> all() {
    return List.of(
        numbers("Add", (a, b) -> a + b, (a, b) -> a + b),
        numbers("Sub", (a, b) -> a - b, (a, b) -> a - b),
        numbers("Mul", (a, b) -> a * b, (a, b) -> a * b),
        numbers("Div", (a, b) -> a / b, Arithmetic::divided),
        numbers("Pow", Arithmetic::power, Arithmetic::power),
        numbers("Max", Math::max, Math::max),
        numbers("Min", Math::min, Math::min),
        numbers("Sum", (a, b) -> a + b, (a, b) -> a + b),
        truths("Equal", (a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0),
        truths("Less", (a, b) -> a < b ? 1 : 0, (a, b) -> a < b ? 1 : 0),
        truths("LessOrEqual", (a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 1 : 0),
        truths("Greater", (a, b) -> a > b ? 1 : 0, (a, b) -> a > b ? 1 : 0),
        truths("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 1 : 0),
        truths("And", (a, b) -> a != 0 && b != 0 ? 1 : 0, (a, b) -> a != 0 && b != 0 ? 1 : 0),
        truths("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0, (a, b) -> a != 0 || b != 0 ? 1 : 0));
  }

  private static Operator numbers(String name, Real real, Whole whole) {
    return new Arithmetic(name, real, whole, false);
  }

  private static Operator truths(String name, Real real, Whole whole) {
    return new Arithmetic(name, real, whole, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Prepared prepare(Call call) {
    Operand first = call.input(0);
    int[] extents = first.extents();
    for (int i = 1; i < call.inputs().size(); i++) {
      Operand next = call.input(i);
      if (next.type() != first.type() && !name.equals("Pow")) {
        throw new IllegalArgumentException(
            "numbers of one type go together: " + first + " and " + next);
      }
      extents = Positions.broadcast(extents, aligned(call, extents, next), first, next);
    }
    TensorType made = new TensorType(truth ? DataType.BOOL : first.type(), extents);
    int[][] strides = new int[call.inputs().size()][];
    for (int i = 0; i < strides.length; i++) {
      int[] own = i == 0 ? first.extents() : aligned(call, extents, call.input(i));
      strides[i] = Positions.broadcastStrides(own, extents);
    }
    int[] box = extents;
    return Prepared.of(made, (in, out) -> run(in, out[0], box, strides));
  }

  /** Before version 7 a smaller second input was matched from an axis on. */
  private static int[] aligned(Call call, int[] first, Operand second) {
    int[] extents = second.extents();
    if (call.opset() >= 7 || !call.attributes().has("axis")) {
      return extents;
    }
    int axis = Call.axis(call.attributes().number("axis", 0), first.length);
    int[] longer = new int[first.length - axis];
    for (int d = 0; d < longer.length; d++) {
      longer[d] = d < extents.length ? extents[d] : 1;
    }
    return longer;
  }

  private void run(Value[] in, Value out, int[] box, int[][] strides) {
    int[] position = new int[box.length];
    boolean reals = in[0].type().isReal() || in[in.length - 1].type().isReal();
    for (int i = 0; i < out.elements(); i++) {
      int at = Positions.index(position, strides[0]);
      if (reals) {
        double value = in[0].real(at);
        for (int k = 1; k < in.length; k++) {
          value =
              out.type().round(real.of(value, in[k].real(Positions.index(position, strides[k]))));
        }
        out.set(i, value);
      } else {
        long value = in[0].integer(at);
        for (int k = 1; k < in.length; k++) {
          value = whole.of(value, in[k].integer(Positions.index(position, strides[k])));
        }
        out.set(i, value);
      }
      Positions.next(position, box);
    }
  }

  private static long divided(long a, long b) {
    if (b == 0) {
      throw new IllegalArgumentException("a whole number can't be divided by zero: dividend=" + a);
    }
    return a / b;
  }

  private static double power(double a, double b) {
    if (b == 2) {
      return a * a;
    }
    return b == 0.5 ? Math.sqrt(a) : StrictMath.pow(a, b);
  }

  private static long power(long a, long b) {
    long result = 1;
    for (long k = 0; k < b; k++) {
      result *= a;
    }
    return result;
  }
}
