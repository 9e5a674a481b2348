package io.convoy.core.model.operator;

import java.util.function.Function;

/** An operator made of its name and what it makes of a call. */
record Plain(String name, Function<Call, Prepared> preparation) implements Operator {
  static Operator of(String name, Function<Call, Prepared> preparation) {
    return new Plain(name, preparation);
  }

  @Override
  public Prepared prepare(Call call) {
    return preparation.apply(call);
  }
}
