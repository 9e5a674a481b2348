package io.convoy.core.io;

import java.util.List;

/** Finds a column by its name. */
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
}
