package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An operator called with inputs of known types.
 *
 * @param opset the version of ONNX's operators that is meant
 * @param inputs null where one is left out
 * @param outputs how many outputs the caller names
 */
public record Call(int opset, Attributes attributes, List<Operand> inputs, int outputs) {
  public Call {
    inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
  }

  public boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != null;
  }

  /** An input that must be there. */
  public Operand input(int index) {
    if (!has(index)) {
      throw new IllegalArgumentException("an input is missing: input=" + index);
    }
    return inputs.get(index);
  }

  /** The numbers of an input that must be constant, or nothing where it is left out. */
  public Optional<Value> constant(int index, String what) {
    if (!has(index)) {
      return Optional.empty();
    }
    Operand operand = inputs.get(index);
    if (operand.constant().isEmpty()) {
      throw new IllegalArgumentException(
          what + " must be known before the network runs: input=" + operand.name());
    }
    return operand.constant();
  }

  /** Whole numbers that older versions have as an attribute and newer ones as an input. */
  public Optional<int[]> ints(String name, int index) {
    if (has(index)) {
      return constant(index, name).map(Value::toInts);
    }
    return attributes.ints(name);
  }

  /** An axis counted from 0, where the caller may have counted from the end. */
  public static int axis(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted > Math.max(0, rank - 1)) {
      throw new IllegalArgumentException(
          "an axis must be one of the tensor's: axis=" + axis + ", rank=" + rank);
    }
    return (int) counted;
  }
}
