package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor as inference knows it: type and extents, and its numbers where they are constant.
 *
 * @param name the tensor's ONNX name
 */
public record Operand(String name, DataType type, int[] extents, Optional<Value> constant) {
  public static Operand of(String name, Value value) {
    return new Operand(name, value.type(), value.extents(), Optional.of(value));
  }

  public static Operand of(String name, TensorType type) {
    return new Operand(name, type.type(), type.extents(), Optional.empty());
  }

  public int rank() {
    return extents.length;
  }

  public int extent(int dimension) {
    return extents[dimension];
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(extents);
  }
}
