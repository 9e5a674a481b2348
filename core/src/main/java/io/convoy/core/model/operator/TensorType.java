package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.Arrays;

/** Element type and extents of a tensor. */
public record TensorType(DataType type, int[] extents) {
  public static TensorType of(DataType type, int... extents) {
    return new TensorType(type, extents);
  }

  /** Zeros of this type. */
  public Value zeros() {
    return Value.zeros(type, extents);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorType that
        && type == that.type
        && Arrays.equals(extents, that.extents);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return type + Arrays.toString(extents);
  }
}
