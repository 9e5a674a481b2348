package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Finds a column by its name, and holds records against the columns that they are written to. */
final class Columns {
  private Columns() {}

  /**
   * The position of the column.
   *
   * @throws IllegalArgumentException naming the columns that there are
   */
  static int require(String path, List<TensorColumn> columns, String name) {
    List<String> names = columns.stream().map(TensorColumn::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          path + ": no tensor of that name: name=" + name + ", tensors=" + names);
    }
    return index;
  }

  /**
   * Checks the columns of a file that is to be written.
   *
   * @throws IllegalArgumentException where there is none, or two of one name
   */
  static void checkNames(List<TensorColumn> columns) {
    List<String> names = columns.stream().map(TensorColumn::name).toList();
    if (columns.isEmpty()
        || names.contains(ArrowTensorFile.ID)
        || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "tensor columns must have names of their own, and none is called id: columns=" + names);
    }
  }

  /**
   * Checks a record that is to be written.
   *
   * @throws IllegalArgumentException where a shape doesn't fit its column
   */
  static void checkRecord(List<TensorColumn> columns, String id, List<Shape> shapes) {
    if (shapes.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a record has one tensor a column: id="
              + id
              + ", tensors="
              + shapes.size()
              + ", columns="
              + columns.size());
    }
    for (int c = 0; c < shapes.size(); c++) {
      if (!columns.get(c).accepts(shapes.get(c))) {
        throw new IllegalArgumentException(
            "a tensor must fit its column: id="
                + id
                + ", column="
                + columns.get(c).name()
                + ", shape="
                + shapes.get(c)
                + ", expected="
                + columns.get(c).extents());
      }
    }
  }

  /** The shapes of a record's tensors. */
  static List<Shape> shapes(Tensor[] values) {
    return Arrays.stream(values).map(Tensor::shape).toList();
  }
}
