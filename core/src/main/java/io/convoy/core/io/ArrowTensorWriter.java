package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes records to one Arrow IPC file as they come: an {@code id} and a tensor for each column.
 *
 * <p>A column whose shape is fixed becomes {@code arrow.fixed_shape_tensor}, any other {@code
 * arrow.variable_shape_tensor}. Memory is that of one record batch of 32 MiB, or of one appended
 * record where that is larger, however many records come. A record that is begun instead is a batch
 * of its own, and needs none; it is never compressed, since a batch says its length first.
 */
public final class ArrowTensorWriter implements TensorWriter {
  /**
   * Memory against the numbers of a batch: room that grows holds its old numbers and up to twice as
   * many new ones, and compression keeps both sides.
   */
  private static final int MEMORY_FACTOR = 6;

  /** Ids, offsets, validity of a small batch. */
  private static final long MEMORY_FLOOR = 16L << 20;

  /** What the other vectors of a batch take: which records are there, and their shapes. */
  private static final long EMPTY_BATCH = 4L << 10;

  private final WritableByteChannel channel;
  private final List<TensorColumn> columns;
  private final long batchBytes;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final VarCharVector ids;
  private final List<Cells> cells;
  private final CompressionCodec codec;
  private final ArrowFrame frame;
  private long largestRecord;
  private long bytes;
  private int rows;
  private Streamed streamed;
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
      cells.add(Cells.of(root.getVector(c + 1), batchBytes / Float.BYTES));
    }
    this.codec = codec(compression);
    this.frame = new ArrowFrame(channel, root.getSchema());
  }

  /**
   * Begins a file. The channel belongs to the writer, which closes it.
   *
   * @throws IllegalArgumentException where there is no column, or two of one name
   */
  public static ArrowTensorWriter open(
      WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
      throws IOException {
    return open(channel, columns, compression, GATHERED_BYTES);
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
          Columns.checkNames(columns);
          BufferAllocator allocator = new RootAllocator(MEMORY_FLOOR);
          return Opening.of(
              allocator::close,
              () -> new ArrowTensorWriter(channel, columns, compression, batchBytes, allocator));
        });
  }

  /** As {@link OutputFormat#peakBytes} says. */
  static long peakBytes(long numbers, long records, int idBytes) {
    long inBatch =
        Math.max(1, Math.min(records, GATHERED_BYTES / (Float.BYTES * numbers + idBytes)));
    return EMPTY_BATCH + Growth.peakBytes(numbers, inBatch, idBytes, GATHERED_BYTES / Float.BYTES);
  }

  @Override
  public void append(String id, Tensor... values) throws IOException {
    requireEnded();
    Columns.checkRecord(columns, id, Columns.shapes(values));
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
    ids.setSafe(rows, name);
    for (int c = 0; c < values.length; c++) {
      cells.get(c).append(rows, values[c]);
    }
    bytes += recordBytes;
    rows++;
    failed = false;
  }

  @Override
  public long peakBytes() {
    return allocator.getPeakMemoryAllocation();
  }

  @Override
  public void begin(String id, List<Shape> shapes) throws IOException {
    requireEnded();
    Columns.checkRecord(columns, id, shapes);
    if (rows > 0) {
      writeBatch();
    }
    failed = true;
    streamed = new Streamed(frame, id, columns, shapes);
    endIfComplete();
  }

  @Override
  public void put(float[] values, int from, int count) throws IOException {
    if (streamed == null) {
      throw new IllegalArgumentException("numbers belong to a record that was begun");
    }
    streamed.put(values, from, count);
    endIfComplete();
  }

  private void endIfComplete() {
    if (streamed.isComplete()) {
      streamed = null;
      failed = false;
    }
  }

  private void requireEnded() {
    if (streamed != null) {
      throw new IllegalArgumentException(
          "a record must have all its numbers before the next begins: missing="
              + streamed.missing());
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Closeable rooms = () -> cells.forEach(Cells::close);
    try (channel;
        allocator;
        rooms;
        root) {
      if (!failed) {
        if (rows > 0) {
          writeBatch();
        }
        frame.end();
      }
    }
  }

  private void writeBatch() throws IOException {
    failed = true;
    cells.forEach(Cells::finish);
    root.setRowCount(rows);
    frame.batch(new VectorUnloader(root, true, codec, true).getRecordBatch());
    root.clear();
    rows = 0;
    bytes = 0;
    failed = false;
  }

  private static CompressionCodec codec(Compression compression) {
    return switch (compression) {
      case NONE -> NoCompressionCodec.INSTANCE;
      case ZSTD -> CommonsCompressionFactory.INSTANCE.createCodec(CodecType.ZSTD);
      case LZ4 -> CommonsCompressionFactory.INSTANCE.createCodec(CodecType.LZ4_FRAME);
    };
  }

  /** A record whose numbers come bit by bit: a batch of one row, written as they come. */
  private static final class Streamed {
    private final ArrowFrame frame;

    /** The buffers in order: bytes that are known already, or the length of a column's numbers. */
    private final Deque<Object> buffers = new ArrayDeque<>();

    private final List<Integer> nodes = new ArrayList<>();
    private long missing;

    Streamed(ArrowFrame frame, String id, List<TensorColumn> columns, List<Shape> shapes)
        throws IOException {
      this.frame = frame;
      byte[] name = id.getBytes(StandardCharsets.UTF_8);
      nodes.add(1);
      present();
      buffers.add(integers(0, name.length));
      buffers.add(name);
      for (int c = 0; c < shapes.size(); c++) {
        cell(columns.get(c).shape().isPresent(), id, shapes.get(c));
      }
      frame.begin(nodes, buffers.stream().map(Streamed::length).toList());
      next();
    }

    private void cell(boolean fixed, String id, Shape shape) {
      if (shape.elements() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a tensor of Arrow has at most 2147483647 numbers: id=" + id + ", shape=" + shape);
      }
      int count = (int) shape.elements();
      nodes.add(1);
      present();
      if (!fixed) {
        nodes.add(1);
        present();
        buffers.add(integers(0, count));
      }
      nodes.add(count);
      present();
      buffers.add((long) count * Float.BYTES);
      if (!fixed) {
        nodes.add(1);
        present();
        nodes.add(shape.rank());
        present();
        buffers.add(integers(shape.extents()));
      }
    }

    /** The mask of what is not null, which may be left out where nothing is. */
    private void present() {
      buffers.add(new byte[0]);
    }

    boolean isComplete() {
      return missing == 0 && buffers.isEmpty();
    }

    long missing() {
      return missing;
    }

    void put(float[] numbers, int from, int count) throws IOException {
      if (count > missing) {
        throw new IllegalArgumentException(
            "a column takes the numbers of its shape and no more: numbers="
                + count
                + ", missing="
                + missing);
      }
      frame.floats(numbers, from, count);
      missing -= count;
      if (missing == 0) {
        frame.endBuffer();
        next();
      }
    }

    /** Writes the buffers that are known, up to the next one that is waited for. */
    private void next() throws IOException {
      while (missing == 0 && !buffers.isEmpty()) {
        Object buffer = buffers.remove();
        if (buffer instanceof byte[] known) {
          frame.bytes(known);
          frame.endBuffer();
        } else {
          missing = (long) buffer / Float.BYTES;
        }
      }
    }

    private static long length(Object buffer) {
      return buffer instanceof byte[] known ? known.length : (long) buffer;
    }

    private static byte[] integers(int... integers) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Integer.BYTES * integers.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(integers);
      return bytes.array();
    }
  }

  /**
   * How the memory of a batch grows: twofold, that of the numbers up to what a batch can hold. A
   * plan counts on it.
   */
  static final class Growth {
    /** Ids for which Arrow makes room before it is told how many there will be. */
    private static final long FIRST = 3970;

    /** Bytes that Arrow takes an id to have until it has seen some. */
    private static final long FIRST_ID_BYTES = 8;

    /** Arrow rounds what is smaller than this up to a power of two. */
    private static final long ROUNDED = 16L << 20;

    /** A vector of which each record has as much. */
    private abstract static class Room {
      /** What it takes. */
      abstract long bytes();

      /** Records that it has room for. */
      abstract long records();

      abstract void grow();
    }

    /** A vector that doubles. */
    private static final class Doubling extends Room {
      private final long each;
      private long bytes;

      /**
       * @param each bytes of a record
       * @param taken bytes that each is taken to have at first
       * @param first records that there is room for if it is so
       */
      Doubling(long each, long taken, long first) {
        this.each = each;
        this.bytes = powerOfTwo(taken * first);
      }

      @Override
      long bytes() {
        return bytes;
      }

      @Override
      long records() {
        return bytes / Math.max(1, each);
      }

      @Override
      void grow() {
        bytes *= 2;
      }
    }

    private static final class Numbers extends Room {
      private final long each;
      private final long batchNumbers;
      private long bytes;

      Numbers(long each, long batchNumbers) {
        this.each = Math.max(1, each);
        this.batchNumbers = batchNumbers;
      }

      @Override
      long bytes() {
        return bytes;
      }

      @Override
      long records() {
        return bytes / Float.BYTES / each;
      }

      @Override
      void grow() {
        // The first record that has no room.
        long needed = (records() + 1) * each;
        bytes = rounded(Float.BYTES * next(bytes / Float.BYTES, needed, batchNumbers));
      }
    }

    private Growth() {}

    static long next(long capacity, long needed, long batchNumbers) {
      return Math.max(needed, Math.min(2 * capacity, batchNumbers));
    }

    /**
     * The most bytes while equal records come, the old of a vector beside the new; and at the end
     * the bits that say which numbers are there.
     *
     * @param numbers of a record
     * @param idBytes of a record's id
     * @param batchNumbers of a batch, at most
     */
    static long peakBytes(long numbers, long records, int idBytes, long batchNumbers) {
      List<Room> rooms =
          List.of(
              new Numbers(numbers, batchNumbers),
              new Doubling(idBytes, FIRST_ID_BYTES, FIRST),
              // Where each id begins.
              new Doubling(Integer.BYTES, Integer.BYTES, FIRST + 1));
      long peak = 0;
      while (true) {
        Room full = rooms.stream().min(Comparator.comparingLong(Room::records)).orElseThrow();
        if (full.records() >= records) {
          return Math.max(peak, bytes(rooms) + rounded((numbers * records + 7) / 8));
        }
        long before = full.bytes();
        full.grow();
        peak = Math.max(peak, before + bytes(rooms));
      }
    }

    private static long bytes(List<Room> rooms) {
      return rooms.stream().mapToLong(Room::bytes).sum();
    }

    private static long rounded(long bytes) {
      return bytes < ROUNDED ? powerOfTwo(bytes) : bytes;
    }

    private static long powerOfTwo(long bytes) {
      return Long.highestOneBit(Math.max(2, bytes) - 1) * 2;
    }
  }

  /** One column, filled row by row. */
  private abstract static class Cells implements Closeable {
    /** Arrow hands out views of at most 2 GiB. */
    private static final int PIECE_FLOATS = 1 << 26;

    private final Float4Vector numbers;
    private final BufferAllocator allocator;
    private final long batchNumbers;

    /**
     * The numbers until their batch is written. Arrow's own room would be set to zero first, and be
     * found anew for each batch.
     */
    private ArrowBuf room;

    private int count;

    /**
     * @param batchNumbers of a batch, where no record has more
     */
    Cells(FieldVector numbers, long batchNumbers) {
      this.numbers = (Float4Vector) numbers;
      this.allocator = numbers.getAllocator();
      this.batchNumbers = batchNumbers;
      this.room = allocator.getEmpty();
    }

    static Cells of(FieldVector vector, long batchNumbers) {
      return vector instanceof FixedSizeListVector list
          ? new FixedCells(list, batchNumbers)
          : new VariableCells((StructVector) vector, batchNumbers);
    }

    abstract void append(int row, Tensor tensor);

    /** Adds the numbers behind those that are there. */
    final void append(float[] values) {
      if (room.capacity() < (long) (count + values.length) * Float.BYTES) {
        grow(count + values.length);
      }
      for (int done = 0; done < values.length; done += PIECE_FLOATS) {
        int n = Math.min(PIECE_FLOATS, values.length - done);
        room.nioBuffer((long) (count + done) * Float.BYTES, n * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .put(values, done, n);
      }
      count += values.length;
    }

    private void grow(int needed) {
      long capacity = Growth.next(room.capacity() / Float.BYTES, needed, batchNumbers);
      ArrowBuf larger = allocator.buffer(capacity * Float.BYTES);
      larger.setBytes(0, room, 0, (long) count * Float.BYTES);
      room.close();
      room = larger;
    }

    /**
     * Hands the numbers to the vector, all of them present; the room is kept for the next batch.
     */
    final void finish() {
      ArrowFieldNode node = new ArrowFieldNode(count, 0);
      numbers.loadFieldBuffers(node, List.of(allocator.getEmpty(), room));
      count = 0;
    }

    @Override
    public final void close() {
      room.close();
    }
  }

  /** A column of {@code arrow.fixed_shape_tensor}. */
  private static final class FixedCells extends Cells {
    private final FixedSizeListVector list;

    FixedCells(FixedSizeListVector list, long batchNumbers) {
      super(list.getDataVector(), batchNumbers);
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

    VariableCells(StructVector struct, long batchNumbers) {
      super(struct.getChild(TensorFields.DATA, ListVector.class).getDataVector(), batchNumbers);
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
