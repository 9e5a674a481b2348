package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** The cells of one tensor column in the record batch that is loaded. */
record ArrowCells(ChannelReader file, TensorColumn column, FieldVector vector) {
  /** Arrow hands out views of at most 2 GiB; a tensor may be larger, so it is read in pieces. */
  private static final int PIECE_ELEMENTS = 1 << 26;

  /** The numbers of a cell: from which element on, and how many. */
  private record Run(long first, int length) {}

  Shape shape(int row) throws IOException {
    if (vector.isNull(row)) {
      throw file.broken("a tensor must not be null: column=" + column.name() + ", row=" + row);
    }
    if (column.shape().isPresent()) {
      return column.shape().get();
    }
    if (vector instanceof ListVector list) {
      return file.shape(run(list, row).length());
    }
    StructVector struct = (StructVector) vector;
    FixedSizeListVector shapes = struct.getChild(TensorFields.SHAPE, FixedSizeListVector.class);
    IntVector extents = (IntVector) shapes.getDataVector();
    long[] shape = new long[shapes.getListSize()];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = extents.get(row * shape.length + d);
    }
    return file.shape(shape);
  }

  Tensor read(int row) throws IOException {
    Shape shape = shape(row);
    int count = file.arrayLength(shape);
    Run run = run(row);
    if (run.length() != count) {
      throw file.broken(
          "a tensor must have as many numbers as its shape says: column="
              + column.name()
              + ", row="
              + row
              + ", shape="
              + shape
              + ", numbers="
              + run.length());
    }
    FieldVector elements = elements();
    checkPresent(elements, run, row);
    ElementType type = TensorFields.elementType(elements.getField()).orElseThrow();
    ArrowBuf bytes = elements.getDataBuffer();
    if ((run.first() + count) * type.bytes() > bytes.capacity()) {
      throw file.broken(
          "a tensor's numbers must lie in its column: column=" + column.name() + ", row=" + row);
    }
    float[] numbers = new float[count];
    for (int done = 0; done < count; done += PIECE_ELEMENTS) {
      int n = Math.min(PIECE_ELEMENTS, count - done);
      ByteBuffer piece = bytes.nioBuffer((run.first() + done) * type.bytes(), n * type.bytes());
      // Arrow's views come big-endian whatever they hold.
      type.toFloats(piece.order(ByteOrder.LITTLE_ENDIAN), numbers, done, n);
    }
    return new Tensor(shape, numbers);
  }

  private void checkPresent(FieldVector elements, Run run, int row) throws IOException {
    if (!elements.getField().isNullable() || elements.getNullCount() == 0) {
      return;
    }
    for (int i = 0; i < run.length(); i++) {
      if (elements.isNull((int) (run.first() + i))) {
        throw file.broken("a tensor must not hold nulls: column=" + column.name() + ", row=" + row);
      }
    }
  }

  private Run run(int row) {
    if (vector instanceof FixedSizeListVector list) {
      return new Run((long) row * list.getListSize(), list.getListSize());
    }
    return run(list(), row);
  }

  private static Run run(ListVector list, int row) {
    int first = list.getElementStartIndex(row);
    return new Run(first, list.getElementEndIndex(row) - first);
  }

  private FieldVector elements() {
    return vector instanceof FixedSizeListVector list
        ? list.getDataVector()
        : list().getDataVector();
  }

  private ListVector list() {
    return vector instanceof ListVector list
        ? list
        : ((StructVector) vector).getChild(TensorFields.DATA, ListVector.class);
  }
}
