package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes records to one file as they come: an {@code id} and a tensor for each column. Its memory
 * does not grow with the records. Not safe for threads.
 */
public interface TensorWriter extends Closeable {
  /** Numbers, as bytes, that are gathered before they are written: a batch, or a row group. */
  long GATHERED_BYTES = 32L << 20;

  /**
   * Adds a record. The tensors are copied.
   *
   * @param values one tensor a column, in the columns' order
   * @throws IllegalArgumentException where a tensor doesn't fit its column
   */
  void append(String id, Tensor... values) throws IOException;

  /**
   * Begins a record that is larger than memory should hold: its numbers follow with {@link #put},
   * all of one column after all of the other, and the last one ends it. It is read back as any
   * other record.
   *
   * @param shapes one shape a column, in the columns' order
   * @throws IllegalArgumentException where a shape doesn't fit its column
   */
  void begin(String id, List<Shape> shapes) throws IOException;

  /**
   * Adds the next numbers of the record that was begun. They are copied, or written.
   *
   * @throws IllegalArgumentException where the record has not as many left
   */
  void put(float[] numbers, int from, int count) throws IOException;

  /** The most memory that gathered numbers have taken so far, in bytes. */
  long peakBytes();

  /** Writes what is left and the footer, without which the file can't be opened. */
  @Override
  void close() throws IOException;
}
