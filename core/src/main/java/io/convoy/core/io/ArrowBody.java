package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Single cells out of a record batch that is not compressed and too large to be loaded: each is
 * read where it lies in the file. Only the two tensor types, without nulls, and ids are found so.
 */
record ArrowBody(ChannelReader file, Schema schema, ArrowBlock block, RecordBatch batch) {
  /** Where a column's buffers begin among those of the batch, depth first as they are counted. */
  private int firstBuffer(int column) {
    int first = 0;
    for (int c = 0; c < column; c++) {
      first += buffers(schema.getFields().get(c));
    }
    return first;
  }

  private static int buffers(Field field) {
    return TypeLayout.getTypeBufferCount(field.getType())
        + field.getChildren().stream().mapToInt(ArrowBody::buffers).sum();
  }

  private int column(String name) {
    return schema.getFields().indexOf(schema.findField(name));
  }

  /** The id of a row, if the batch has ids of 32-bit offsets. */
  Optional<String> id(int row) throws IOException {
    int column = ids();
    if (column < 0) {
      return Optional.empty();
    }
    int first = firstBuffer(column);
    ByteBuffer ends = bytes(first + 1, (long) row * Integer.BYTES, 2 * Integer.BYTES);
    int from = ends.getInt();
    int to = ends.getInt();
    byte[] text = new byte[to - from];
    bytes(first + 2, from, text.length).get(text);
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }

  private int ids() {
    for (int c = 0; c < schema.getFields().size(); c++) {
      Field field = schema.getFields().get(c);
      if (field.getName().equals(ArrowTensorFile.ID)
          && field.getType() instanceof ArrowType.Utf8
          && !field.isNullable()) {
        return c;
      }
    }
    return -1;
  }

  /** Some rows of a cell; nothing where it can't be found so. */
  Optional<Tensor> rows(TensorColumn column, int row, Range rows) throws IOException {
    int index = column(column.name());
    Field field = schema.getFields().get(index);
    int first = firstBuffer(index);
    if (field.isNullable()) {
      return Optional.empty();
    }
    if (field.getType() instanceof ArrowType.FixedSizeList list) {
      Shape shape = column.shape().orElseThrow();
      Field elements = field.getChildren().get(0);
      return numbers(elements, first + 2, (long) row * list.getListSize(), shape, rows);
    }
    Optional<Shape> shape = shape(column, row);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    int data = child(field, first, TensorFields.DATA);
    long start = bytes(data + 1, (long) row * Integer.BYTES, Integer.BYTES).getInt();
    Field elements = field.getChildren().get(position(field, TensorFields.DATA));
    return numbers(elements.getChildren().get(0), data + 3, start, shape.get(), rows);
  }

  /** The shape of a cell of variable shape; nothing where it can't be found so. */
  Optional<Shape> shape(TensorColumn column, int row) throws IOException {
    int index = column(column.name());
    Field field = schema.getFields().get(index);
    if (field.isNullable() || !(field.getType() instanceof ArrowType.Struct)) {
      return Optional.empty();
    }
    int numbers = child(field, firstBuffer(index), TensorFields.SHAPE) + 2;
    int rank = column.rank();
    ByteBuffer extents = bytes(numbers, (long) row * rank * Integer.BYTES, rank * Integer.BYTES);
    long[] shape = new long[rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = extents.getInt();
    }
    return Optional.of(file.shape(shape));
  }

  private static int position(Field struct, String name) {
    return struct.getChildren().stream().map(Field::getName).toList().indexOf(name);
  }

  private static int child(Field struct, int structBuffer, String name) {
    int first = structBuffer + TypeLayout.getTypeBufferCount(struct.getType());
    for (int c = 0; c < position(struct, name); c++) {
      first += buffers(struct.getChildren().get(c));
    }
    return first;
  }

  private Optional<Tensor> numbers(Field elements, int buffer, long start, Shape shape, Range rows)
      throws IOException {
    Optional<ElementType> type = TensorFields.elementType(elements);
    if (type.isEmpty() || elements.isNullable()) {
      return Optional.empty();
    }
    long position = position(buffer) + start * type.get().bytes();
    return Optional.of(file.rows(position, shape, rows, type.get(), ByteOrder.LITTLE_ENDIAN));
  }

  private ByteBuffer bytes(int buffer, long at, int length) throws IOException {
    return file.littleEndian(position(buffer) + at, length);
  }

  private long position(int buffer) {
    return block.getOffset() + block.getMetadataLength() + batch.buffers(buffer).offset();
  }
}
