package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Objects;

/**
 * An {@code .npy} file as tensors: four dimensions or more are a batch, one record an outermost
 * position; fewer are one record.
 *
 * <p>Records in C order are read one at a time. In Fortran order the numbers of a record lie all
 * over the file, so the first read takes the whole file and turns it.
 */
public final class NpyFile implements TensorFile, NamedTensors {
  /** The one column. */
  static final String COLUMN = "tensor";

  /** From this many dimensions on, the outermost counts records: (N, C, H, W). */
  private static final int BATCH_RANK = 4;

  private static final int PIECE_FLOATS = 1 << 16;

  private final SeekableByteChannel channel;
  private final ChannelReader file;
  private final NpyHeader header;
  private final boolean batch;
  private final TensorColumn column;
  private Tensor turned;

  private NpyFile(SeekableByteChannel channel, ChannelReader file, NpyHeader header) {
    this.channel = channel;
    this.file = file;
    this.header = header;
    this.batch = header.shape().rank() >= BATCH_RANK;
    Shape record = batch ? header.shape().dropFirst() : header.shape();
    this.column = TensorColumn.fixed(COLUMN, record, List.of());
  }

  static NpyFile open(SeekableByteChannel channel, String path) throws IOException {
    ChannelReader file = new ChannelReader(channel, path);
    return new NpyFile(channel, file, NpyHeader.read(file));
  }

  /** Writes a tensor as version 1.0, little-endian float32, C order. The channel is left open. */
  public static void write(WritableByteChannel channel, Tensor tensor) throws IOException {
    drain(channel, ByteBuffer.wrap(NpyHeader.forFloats(tensor.shape())));
    float[] numbers = tensor.data();
    ByteBuffer piece =
        ByteBuffer.allocate(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < numbers.length; done += PIECE_FLOATS) {
      int n = Math.min(PIECE_FLOATS, numbers.length - done);
      piece.clear().limit(n * Float.BYTES);
      piece.asFloatBuffer().put(numbers, done, n);
      drain(channel, piece);
    }
  }

  @Override
  public List<TensorColumn> columns() {
    return List.of(column);
  }

  @Override
  public long records() {
    return batch ? header.shape().extent(0) : 1;
  }

  @Override
  public String id(long record) {
    Objects.checkIndex(record, records());
    return batch ? file.path() + "#" + record : file.path();
  }

  @Override
  public Shape shape(String columnName, long record) {
    Columns.require(file.path(), columns(), columnName);
    Objects.checkIndex(record, records());
    return column.shape().orElseThrow();
  }

  @Override
  public Tensor read(String columnName, long record) throws IOException {
    Shape shape = shape(columnName, record);
    if (!batch) {
      return whole(columnName);
    }
    if (!header.fortranOrder()) {
      long start = header.dataPosition() + record * shape.elements() * header.type().bytes();
      return file.tensor(start, shape, header.type(), header.byteOrder());
    }
    int length = file.arrayLength(shape);
    float[] numbers = new float[length];
    System.arraycopy(turned().data(), (int) record * length, numbers, 0, length);
    return new Tensor(shape, numbers);
  }

  @Override
  public Tensor rows(String columnName, long record, Range rows) throws IOException {
    Shape shape = shape(columnName, record);
    if (header.fortranOrder()) {
      return Cut.rows(read(columnName, record), rows);
    }
    long start = header.dataPosition() + record * shape.elements() * header.type().bytes();
    return file.rows(start, shape, rows, header.type(), header.byteOrder());
  }

  @Override
  public List<String> tensorNames() {
    return List.of(COLUMN);
  }

  /** The array as the file has it, batch and all. */
  @Override
  public Tensor whole(String tensorName) throws IOException {
    return header.fortranOrder() ? turned() : stored(header.shape());
  }

  @Override
  public Shape shapeOf(String tensorName) {
    return header.shape();
  }

  @Override
  public Tensor part(String tensorName, Range positions) throws IOException {
    if (header.fortranOrder()) {
      return Cut.outermost(turned(), positions);
    }
    Shape part = Cut.outermostShape(header.shape(), positions);
    long each = header.shape().elements() / Math.max(1, header.shape().extent(0));
    long start = header.dataPosition() + positions.from() * each * header.type().bytes();
    return file.tensor(start, part, header.type(), header.byteOrder());
  }

  @Override
  public boolean readsParts() {
    return !header.fortranOrder();
  }

  @Override
  public List<String> channelNames() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Tensor stored(Shape shape) throws IOException {
    return file.tensor(header.dataPosition(), shape, header.type(), header.byteOrder());
  }

  /** A Fortran-ordered file in C order: what is stored has the extents the other way round. */
  private Tensor turned() throws IOException {
    if (turned == null) {
      Shape shape = header.shape();
      float[] stored = stored(shape).data();
      float[] numbers = new float[stored.length];
      int[] position = new int[shape.rank()];
      int[] strides = new int[shape.rank()];
      int stride = 1;
      for (int d = 0; d < shape.rank(); d++) {
        strides[d] = stride;
        stride *= shape.extent(d);
      }
      int from = 0;
      for (int to = 0; to < numbers.length; to++) {
        numbers[to] = stored[from];
        // Counts up the position, innermost dimension first, and moves along.
        for (int d = shape.rank() - 1; d >= 0; d--) {
          from += strides[d];
          if (++position[d] < shape.extent(d)) {
            break;
          }
          from -= strides[d] * shape.extent(d);
          position[d] = 0;
        }
      }
      turned = new Tensor(shape, numbers);
    }
    return turned;
  }

  private static void drain(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
