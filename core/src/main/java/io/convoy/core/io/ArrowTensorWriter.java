package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes records to one Arrow IPC file as they come: an {@code id} and a tensor for each column.
 *
 * <p>A column whose shape is fixed becomes {@code arrow.fixed_shape_tensor}, any other {@code
 * arrow.variable_shape_tensor}. Memory is that of one record batch of 32 MiB, or of one record
 * where that is larger, however many records come.
 */
public final class ArrowTensorWriter implements Closeable {
  /**
   * A batch is written before its numbers outgrow this. Large enough that a batch's metadata and a
   * reader's seek don't count, small enough for a task's memory.
   */
  static final long BATCH_BYTES = 32L << 20;

  /**
   * Memory against the numbers of a batch: a vector that grows holds its old numbers and up to
   * twice as many new ones, and compression keeps both sides.
   */
  private static final int MEMORY_FACTOR = 6;

  /** Ids, offsets, validity of a small batch. */
  private static final long MEMORY_FLOOR = 16L << 20;

  private final WritableByteChannel channel;
  private final List<TensorColumn> columns;
  private final long batchBytes;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final VarCharVector ids;
  private final List<Cells> cells;
  private final ArrowFileWriter writer;
  private long largestRecord;
  private long bytes;
  private int rows;
  private boolean failed;
  private boolean closed;

  private ArrowTensorWriter(
      WritableByteChannel channel,
      List<TensorColumn> columns,
      Compression compression,
      long batchBytes,
      BufferAllocator allocator)
      throws IOException {
    this.channel = channel;
    this.columns = List.copyOf(columns);
    this.batchBytes = batchBytes;
    this.allocator = allocator;
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(ArrowTensorFile.ID, FieldType.notNullable(new ArrowType.Utf8()), List.of()));
    columns.forEach(column -> fields.add(TensorFields.of(column)));
    this.root = VectorSchemaRoot.create(new Schema(fields), allocator);
    this.ids = (VarCharVector) root.getVector(0);
    this.cells = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      cells.add(Cells.of(root.getVector(c + 1)));
    }
    this.writer = writer(root, channel, compression);
    writer.start();
  }

  /**
   * Begins a file. The channel belongs to the writer, which closes it.
   *
   * @throws IllegalArgumentException where there is no column, or two of one name
   */
  public static ArrowTensorWriter open(
      WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
      throws IOException {
    return open(channel, columns, compression, BATCH_BYTES);
  }

  static ArrowTensorWriter open(
      WritableByteChannel channel,
      List<TensorColumn> columns,
      Compression compression,
      long batchBytes)
      throws IOException {
    return Opening.of(
        channel,
        () -> {
          check(columns);
          BufferAllocator allocator = new RootAllocator(MEMORY_FLOOR);
          return Opening.of(
              allocator::close,
              () -> new ArrowTensorWriter(channel, columns, compression, batchBytes, allocator));
        });
  }

  /**
   * Adds a record. The tensors are copied.
   *
   * @param values one tensor a column, in the columns' order
   * @throws IllegalArgumentException where a tensor doesn't fit its column
   */
  public void append(String id, Tensor... values) throws IOException {
    check(id, values);
    byte[] name = id.getBytes(StandardCharsets.UTF_8);
    long recordBytes = name.length;
    for (Tensor value : values) {
      recordBytes += (long) value.data().length * Float.BYTES;
    }
    if (rows > 0 && bytes + recordBytes > batchBytes) {
      writeBatch();
    }
    // Until the record is in all its vectors, the batch can't be written.
    failed = true;
    if (recordBytes > largestRecord) {
      largestRecord = recordBytes;
      allocator.setLimit(MEMORY_FLOOR + MEMORY_FACTOR * Math.max(batchBytes, largestRecord));
    }
    if (rows == 0) {
      root.allocateNew();
    }
    ids.setSafe(rows, name);
    for (int c = 0; c < values.length; c++) {
      cells.get(c).append(rows, values[c]);
    }
    bytes += recordBytes;
    rows++;
    failed = false;
  }

  /** The most memory that the vectors have taken so far, in bytes. */
  public long peakBytes() {
    return allocator.getPeakMemoryAllocation();
  }

  /** Writes what is left and the footer, without which the file can't be opened. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    // The Arrow writer holds nothing of its own; closing it would write to a channel that failed.
    try (channel;
        allocator;
        root) {
      if (!failed) {
        if (rows > 0) {
          writeBatch();
        }
        writer.end();
      }
    }
  }

  private void writeBatch() throws IOException {
    failed = true;
    cells.forEach(Cells::finish);
    root.setRowCount(rows);
    writer.writeBatch();
    root.clear();
    rows = 0;
    bytes = 0;
    failed = false;
  }

  private static ArrowFileWriter writer(
      VectorSchemaRoot root, WritableByteChannel channel, Compression compression) {
    return switch (compression) {
      case NONE -> new ArrowFileWriter(root, null, channel);
      case ZSTD -> compressing(root, channel, CodecType.ZSTD);
      case LZ4 -> compressing(root, channel, CodecType.LZ4_FRAME);
    };
  }

  private static ArrowFileWriter compressing(
      VectorSchemaRoot root, WritableByteChannel channel, CodecType codec) {
    return new ArrowFileWriter(
        root,
        null,
        channel,
        Map.of(),
        IpcOption.DEFAULT,
        CommonsCompressionFactory.INSTANCE,
        codec);
  }

  private static void check(List<TensorColumn> columns) {
    List<String> names = columns.stream().map(TensorColumn::name).toList();
    if (columns.isEmpty()
        || names.contains(ArrowTensorFile.ID)
        || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "tensor columns must have names of their own, and none is called id: columns=" + names);
    }
  }

  private void check(String id, Tensor[] values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a record has one tensor a column: id="
              + id
              + ", tensors="
              + values.length
              + ", columns="
              + columns.size());
    }
    for (int c = 0; c < values.length; c++) {
      if (!columns.get(c).accepts(values[c].shape())) {
        throw new IllegalArgumentException(
            "a tensor must fit its column: id="
                + id
                + ", column="
                + columns.get(c).name()
                + ", shape="
                + values[c].shape()
                + ", expected="
                + columns.get(c).extents());
      }
    }
  }

  /** The vectors of one column, filled row by row. */
  private abstract static class Cells {
    /** Arrow hands out views of at most 2 GiB. */
    private static final int PIECE_FLOATS = 1 << 26;

    private final Float4Vector numbers;
    private int count;

    Cells(FieldVector numbers) {
      this.numbers = (Float4Vector) numbers;
    }

    static Cells of(FieldVector vector) {
      return vector instanceof FixedSizeListVector list
          ? new FixedCells(list)
          : new VariableCells((StructVector) vector);
    }

    abstract void append(int row, Tensor tensor);

    /** Adds the numbers behind those that are there. */
    final void append(float[] values) {
      while (numbers.getValueCapacity() < count + values.length) {
        numbers.reAlloc();
      }
      for (int done = 0; done < values.length; done += PIECE_FLOATS) {
        int n = Math.min(PIECE_FLOATS, values.length - done);
        numbers
            .getDataBuffer()
            .nioBuffer((long) (count + done) * Float.BYTES, n * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .put(values, done, n);
      }
      count += values.length;
    }

    /** Marks all numbers as present, and takes the next batch to be as large as this one. */
    final void finish() {
      numbers.getValidityBuffer().setOne(0, (count + 7) / 8);
      numbers.setInitialCapacity(count);
      count = 0;
    }
  }

  /** A column of {@code arrow.fixed_shape_tensor}. */
  private static final class FixedCells extends Cells {
    private final FixedSizeListVector list;

    FixedCells(FixedSizeListVector list) {
      super(list.getDataVector());
      this.list = list;
    }

    @Override
    void append(int row, Tensor tensor) {
      append(tensor.data());
      list.setNotNull(row);
    }
  }

  /** A column of {@code arrow.variable_shape_tensor}. */
  private static final class VariableCells extends Cells {
    private final StructVector struct;
    private final ListVector data;
    private final FixedSizeListVector shapes;

    VariableCells(StructVector struct) {
      super(struct.getChild(TensorFields.DATA, ListVector.class).getDataVector());
      this.struct = struct;
      this.data = struct.getChild(TensorFields.DATA, ListVector.class);
      this.shapes = struct.getChild(TensorFields.SHAPE, FixedSizeListVector.class);
    }

    @Override
    void append(int row, Tensor tensor) {
      data.startNewValue(row);
      append(tensor.data());
      data.endValue(row, tensor.data().length);
      Shape shape = tensor.shape();
      IntVector extents = (IntVector) shapes.getDataVector();
      shapes.setNotNull(row);
      for (int d = 0; d < shape.rank(); d++) {
        extents.setSafe(row * shape.rank() + d, shape.extent(d));
      }
      struct.setIndexDefined(row);
    }
  }
}
