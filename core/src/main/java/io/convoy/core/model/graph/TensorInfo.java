package io.convoy.core.model.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as a file declares it.
 *
 * @param dimensions a number, the name of a symbolic dimension, or {@code ?}; outermost first
 */
public record TensorInfo(String name, DataType type, List<String> dimensions) {
  public TensorInfo {
    dimensions = List.copyOf(dimensions);
  }

  /** The extent of a dimension, or -1 where the file leaves it open. */
  public int extent(int dimension) {
    String text = dimensions.get(dimension);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** {@code input FLOAT (N, 3, 224, 224)}. */
  @Override
  public String toString() {
    return name + " " + type + dimensions.stream().collect(Collectors.joining(", ", " (", ")"));
  }
}
