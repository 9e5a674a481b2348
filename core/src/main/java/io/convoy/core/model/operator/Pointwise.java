package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import java.util.function.Function;

/** An operator that applies one function to each element by itself. */
final class Pointwise implements Operator {
  private final String name;
  private final Function<Call, Curve> curve;

  private Pointwise(String name, Function<Call, Curve> curve) {
    this.name = name;
    this.curve = curve;
  }

  /** An operator that is always the same function. */
  static Operator of(String name, Curve curve) {
    return new Pointwise(name, call -> curve);
  }

  /** An operator whose function a call's attributes choose. */
  static Operator by(String name, Function<Call, Curve> curve) {
    return new Pointwise(name, curve);
  }

  @Override
  public String name() {
    return name;
  }

  /** The function of a call. */
  Curve curve(Call call) {
    return curve.apply(call);
  }

  @Override
  public Prepared prepare(Call call) {
    Operand x = call.input(0);
    if (x.type() == DataType.DOUBLE || x.type() == DataType.STRING) {
      throw new IllegalArgumentException(
          "functions are computed in single precision only: input=" + x);
    }
    Curve function = curve(call);
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            out[0].set(i, (double) function.at((float) in[0].real(i)));
          }
        });
  }
}
