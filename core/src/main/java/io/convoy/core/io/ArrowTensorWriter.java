package io.convoy.core.io;

import io.convoy.core.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Writes records to one Arrow IPC file as they come: an {@code id} and a tensor for each column.
 *
 * <p>A column whose shape is fixed becomes {@code arrow.fixed_shape_tensor}, any other {@code
 * arrow.variable_shape_tensor}. Memory is that of one record batch, however many records come.
 */
public final class ArrowTensorWriter implements Closeable {
  private ArrowTensorWriter() {}

  /** Begins a file. The channel belongs to the writer, which closes it. */
  public static ArrowTensorWriter open(
      WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a record.
   *
   * @param values one tensor a column, in the columns' order
   * @throws IllegalArgumentException where a tensor doesn't fit its column
   */
  public void append(String id, Tensor... values) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes what is left and the footer, without which the file can't be opened. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
