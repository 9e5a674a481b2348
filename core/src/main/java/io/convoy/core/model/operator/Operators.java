package io.convoy.core.model.operator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The operators that are known. */
public final class Operators {
  /** To add an operator, put it into one of these families, or beside them. */
  private static final Map<String, Operator> ALL =
      named(
          Stream.of(
                  Convolutions.all(),
                  Pools.all(),
                  Normalizations.all(),
                  Curves.all(),
                  Arithmetic.all(),
                  Selections.all(),
                  Products.all(),
                  Reductions.all(),
                  Movements.all(),
                  Resampling.all(),
                  Shapes.all(),
                  Quantization.all())
              .flatMap(List::stream)
              .toList());

  private Operators() {}

  public static Optional<Operator> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** All operators' names, in the order of the list. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The function that an operator applies to each element by itself, if it is of that kind. */
  public static Optional<Curve> curve(String name, Call call) {
    return named(name)
        .filter(Pointwise.class::isInstance)
        .map(operator -> ((Pointwise) operator).curve(call));
  }

  private static Map<String, Operator> named(List<Operator> operators) {
    Map<String, Operator> map = new LinkedHashMap<>();
    operators.forEach(operator -> map.put(operator.name(), operator));
    return Collections.unmodifiableMap(map);
  }
}
