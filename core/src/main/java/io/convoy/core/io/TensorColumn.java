package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A named column of tensors: what each dimension is called, and how long it is where all records
 * agree.
 *
 * @param dimensionNames one a dimension, outermost first: C, H, W; empty where the file names none
 * @param extents one a dimension, {@link #VARIES} where records differ
 */
public record TensorColumn(String name, List<String> dimensionNames, List<Integer> extents) {
  /** The extent of a dimension in which records differ. */
  public static final int VARIES = -1;

  public TensorColumn {
    dimensionNames = List.copyOf(dimensionNames);
    extents = List.copyOf(extents);
    if (extents.isEmpty()) {
      throw new IllegalArgumentException(
          "a tensor column has at least one dimension: column=" + name);
    }
    if (!dimensionNames.isEmpty() && dimensionNames.size() != extents.size()) {
      throw new IllegalArgumentException(
          "a tensor column has one name a dimension: column="
              + name
              + ", names="
              + dimensionNames
              + ", dimensions="
              + extents.size());
    }
    for (int extent : extents) {
      if (extent < 0 && extent != VARIES) {
        throw new IllegalArgumentException(
            "an extent must not be negative: column=" + name + ", extents=" + extents);
      }
    }
  }

  /** A column whose records all have this shape. */
  public static TensorColumn fixed(String name, Shape shape, List<String> dimensionNames) {
    List<Integer> extents = new ArrayList<>();
    for (int extent : shape.extents()) {
      extents.add(extent);
    }
    return new TensorColumn(name, dimensionNames, extents);
  }

  /** A column of maps (C, H, W) that share their channels and differ in size. */
  public static TensorColumn maps(String name, int channels) {
    return new TensorColumn(name, List.of("C", "H", "W"), List.of(channels, VARIES, VARIES));
  }

  public int rank() {
    return extents.size();
  }

  /** The shape of every record, or nothing where records differ. */
  public Optional<Shape> shape() {
    if (extents.contains(VARIES)) {
      return Optional.empty();
    }
    return Optional.of(Shape.of(extents.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Whether a record of this shape may stand in this column. */
  public boolean accepts(Shape shape) {
    if (shape.rank() != rank()) {
      return false;
    }
    for (int d = 0; d < rank(); d++) {
      if (extents.get(d) != VARIES && extents.get(d) != shape.extent(d)) {
        return false;
      }
    }
    return true;
  }
}
