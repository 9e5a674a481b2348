package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * An open file of records × named columns, each cell a tensor.
 *
 * <p>Records are numbered from zero. Reading them in order is cheap in every format; an Arrow file
 * keeps one record batch, so that going back and forth reads batches again. Not safe for threads.
 */
public interface TensorFile extends Closeable {
  /** The columns, in the file's order. */
  List<TensorColumn> columns();

  long records();

  /** What the record is called: its id column, {@code path#n}, or the path. */
  String id(long record) throws IOException;

  /** The shape of one cell, without reading its numbers. */
  Shape shape(String column, long record) throws IOException;

  /** One cell, row-major, as floats whatever the file's element type is. */
  Tensor read(String column, long record) throws IOException;

  /**
   * Some rows of a cell (C, H, W), as a tensor of fewer rows. Files whose numbers lie plain and in
   * order read these and no others: {@code .npy} in C order, {@code .safetensors}, Arrow that is
   * not compressed. In any other the cell is read whole, and cut.
   *
   * @throws IllegalArgumentException where the cell has not three dimensions
   */
  default Tensor rows(String column, long record, Range rows) throws IOException {
    return Cut.rows(read(column, record), rows);
  }
}
