package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * An Arrow IPC file of tensors, ours or anyone's.
 *
 * <p>One record batch is held at a time. Where the channel is a file on this machine the batch is
 * mapped, and its numbers are copied once, into the tensor; elsewhere it is read into memory first.
 * Columns that hold no tensors are passed over, except {@code id}.
 */
final class ArrowTensorFile implements TensorFile {
  static final String ID = "id";

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  /** Magic at both ends, padding, and the footer's length. */
  private static final int SHORTEST_FILE = 2 * MAGIC.length + 2 + Integer.BYTES;

  /**
   * What a batch may take beside its own bytes: room for masks of what is not null. A damaged file
   * that claims more rows than its bytes can hold stops here.
   */
  private static final long MEMORY_FLOOR = 16L << 20;

  /** What a compressed batch may take. */
  private static final long DECOMPRESSED_LIMIT = 4L << 30;

  /** What a batch says of itself, read out of its flat buffer. */
  private record BatchHeader(RecordBatch batch, long rows, boolean compressed) {}

  private final SeekableByteChannel channel;
  private final ChannelReader file;
  private final BufferAllocator allocator;
  private final ArrowFileReader reader;
  private final List<ArrowBlock> blocks;

  /** The first record of each batch, and behind the last the number of records. */
  private final long[] starts;

  private final VectorSchemaRoot root;
  private final List<TensorColumn> columns;
  private final List<ArrowCells> cells;
  private final Optional<FieldVector> ids;
  private int loaded = -1;

  private ArrowTensorFile(
      SeekableByteChannel channel,
      ChannelReader file,
      BufferAllocator allocator,
      ArrowFileReader reader)
      throws IOException {
    this.channel = channel;
    this.file = file;
    this.allocator = allocator;
    this.reader = reader;
    this.blocks = arrow(reader::getRecordBlocks);
    this.root = arrow(reader::getVectorSchemaRoot);
    this.starts = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      starts[b + 1] = starts[b] + header(blocks.get(b)).rows();
    }
    List<TensorColumn> columns = new ArrayList<>();
    List<ArrowCells> cells = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      Optional<TensorColumn> column = TensorFields.column(file, vector.getField());
      if (column.isPresent()) {
        columns.add(column.get());
        cells.add(new ArrowCells(file, column.get(), vector));
      }
    }
    if (columns.isEmpty()) {
      throw file.broken(
          "no column holds tensors of float32, float64, float16 or uint8: columns="
              + root.getSchema().getFields().stream().map(Field::toString).toList());
    }
    this.columns = List.copyOf(columns);
    this.cells = cells;
    this.ids = ids(root);
  }

  static ArrowTensorFile open(SeekableByteChannel channel, String path) throws IOException {
    ChannelReader file = new ChannelReader(channel, path);
    checkMagic(file);
    BufferAllocator allocator = new RootAllocator(DECOMPRESSED_LIMIT);
    return Opening.of(
        allocator::close,
        () -> {
          ArrowFileReader reader =
              new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE);
          return Opening.of(
              () -> reader.close(false),
              () -> new ArrowTensorFile(channel, file, allocator, reader));
        });
  }

  @Override
  public List<TensorColumn> columns() {
    return columns;
  }

  @Override
  public long records() {
    return starts[blocks.size()];
  }

  @Override
  public String id(long record) throws IOException {
    Optional<ArrowBody> body = unloaded(record);
    if (body.isPresent()) {
      Optional<String> id = arrow(() -> body.get().id(rowInBatch(record)));
      if (id.isPresent()) {
        return id.get();
      }
    }
    int row = load(record);
    if (ids.isEmpty() || ids.get().isNull(row)) {
      return file.path() + "#" + record;
    }
    return ids.get().getObject(row).toString();
  }

  @Override
  public Shape shape(String column, long record) throws IOException {
    TensorColumn sought = columns.get(Columns.require(file.path(), columns, column));
    if (sought.shape().isPresent()) {
      Objects.checkIndex(record, records());
      return sought.shape().get();
    }
    Optional<ArrowBody> body = unloaded(record);
    if (body.isPresent()) {
      Optional<Shape> shape = arrow(() -> body.get().shape(sought, rowInBatch(record)));
      if (shape.isPresent()) {
        return shape.get();
      }
    }
    return cell(column, record, ArrowCells::shape);
  }

  @Override
  public Tensor read(String column, long record) throws IOException {
    return cell(column, record, ArrowCells::read);
  }

  @Override
  public Tensor rows(String column, long record, Range rows) throws IOException {
    TensorColumn sought = columns.get(Columns.require(file.path(), columns, column));
    Optional<ArrowBody> body = unloaded(record);
    if (body.isPresent()) {
      Optional<Tensor> read = arrow(() -> body.get().rows(sought, rowInBatch(record), rows));
      if (read.isPresent()) {
        return read.get();
      }
    }
    return Cut.rows(read(column, record), rows);
  }

  /** The record's batch, where it is too large to be loaded for less than all of it. */
  private Optional<ArrowBody> unloaded(long record) throws IOException {
    int batch = batch(record);
    ArrowBlock block = blocks.get(batch);
    if (batch == loaded || block.getBodyLength() <= TensorWriter.GATHERED_BYTES) {
      return Optional.empty();
    }
    BatchHeader header = header(block);
    return header.compressed()
        ? Optional.empty()
        : Optional.of(new ArrowBody(file, root.getSchema(), block, header.batch()));
  }

  private int rowInBatch(long record) {
    return (int) (record - starts[batch(record)]);
  }

  @Override
  public void close() throws IOException {
    try (channel;
        allocator) {
      reader.close(false);
    }
  }

  /** What is asked of one cell of the loaded batch. */
  private interface CellQuestion<T> {
    T ask(ArrowCells cells, int row) throws IOException;
  }

  private <T> T cell(String column, long record, CellQuestion<T> question) throws IOException {
    int index = Columns.require(file.path(), columns, column);
    int row = load(record);
    try {
      return question.ask(cells.get(index), row);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The batch that a record lies in. */
  private int batch(long record) {
    Objects.checkIndex(record, records());
    int batch = Arrays.binarySearch(starts, record);
    if (batch < 0) {
      batch = -batch - 2;
    }
    // Behind batches without rows, which share their start with the next one.
    while (starts[batch + 1] <= record) {
      batch++;
    }
    return batch;
  }

  /** Makes the record's batch the loaded one, and gives the record's row in it. */
  private int load(long record) throws IOException {
    int batch = batch(record);
    if (batch != loaded) {
      ArrowBlock block = blocks.get(batch);
      loaded = -1;
      loadBatch(block);
      loaded = batch;
    }
    return (int) (record - starts[batch]);
  }

  private void loadBatch(ArrowBlock block) throws IOException {
    root.clear();
    BatchHeader header = header(block);
    file.require(block.getOffset() + block.getMetadataLength() + block.getBodyLength());
    allocator.setLimit(
        MEMORY_FLOOR + (header.compressed() ? DECOMPRESSED_LIMIT : 2 * block.getBodyLength()));
    ArrowBuf body = body(block);
    // The batch takes the body over, unless making it fails.
    try (ArrowRecordBatch batch =
        Opening.of(
            body::close,
            () -> arrow(() -> MessageSerializer.deserializeRecordBatch(header.batch(), body)))) {
      arrow(
          () -> {
            new VectorLoader(root, CommonsCompressionFactory.INSTANCE).load(batch);
            return root;
          });
    }
  }

  private BatchHeader header(ArrowBlock block) throws IOException {
    ByteBuffer bytes = file.littleEndian(block.getOffset(), block.getMetadataLength());
    // Files from before Arrow 0.15 have the length alone, later ones a marker before it.
    if (bytes.getInt() == MessageSerializer.IPC_CONTINUATION_TOKEN) {
      bytes.getInt();
    }
    BatchHeader header =
        arrow(
            () -> {
              Message message = Message.getRootAsMessage(bytes.slice());
              if (message.headerType() != MessageHeader.RecordBatch) {
                throw new IOException("the footer must point at record batches");
              }
              RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
              return new BatchHeader(batch, batch.length(), batch.compression() != null);
            });
    if (header.rows() < 0 || header.rows() > Integer.MAX_VALUE) {
      throw file.broken("a batch must have from 0 to 2147483647 rows: rows=" + header.rows());
    }
    return header;
  }

  /** The numbers of a batch, mapped if they can be. */
  private ArrowBuf body(ArrowBlock block) throws IOException {
    long start = block.getOffset() + block.getMetadataLength();
    long length = block.getBodyLength();
    if (channel instanceof FileChannel mappable && 0 < length && length <= Integer.MAX_VALUE) {
      return allocator.wrapForeignAllocation(
          new Mapping(mappable.map(FileChannel.MapMode.READ_ONLY, start, length)));
    }
    ArrowBuf body = allocator.buffer(length);
    return Opening.of(
        body::close,
        () -> {
          file.read(start, body, length);
          return body;
        });
  }

  /** A mapped part of a file, unmapped when nothing refers to it any more. */
  private static final class Mapping extends ForeignAllocation {
    /** Only held: the address is good as long as this buffer is alive. */
    @SuppressWarnings("UnusedVariable")
    private MappedByteBuffer bytes;

    Mapping(MappedByteBuffer bytes) {
      super(bytes.capacity(), MemoryUtil.getByteBufferAddress(bytes));
      this.bytes = bytes;
    }

    @Override
    protected void release0() {
      bytes = null;
    }
  }

  private static void checkMagic(ChannelReader file) throws IOException {
    if (file.size() < SHORTEST_FILE) {
      throw file.broken("not an Arrow file, it is too short: bytes=" + file.size());
    }
    if (!Arrays.equals(file.bytes(0, MAGIC.length), MAGIC)) {
      throw file.broken(
          "not an Arrow file, it doesn't begin with ARROW1 (Arrow's streaming format must be"
              + " rewritten as a file)");
    }
    long end = file.size() - MAGIC.length;
    if (!Arrays.equals(file.bytes(end, MAGIC.length), MAGIC)) {
      throw file.broken("file ends too soon: an Arrow file ends with ARROW1");
    }
  }

  private static Optional<FieldVector> ids(VectorSchemaRoot root) {
    return root.getFieldVectors().stream()
        .filter(vector -> vector.getField().getName().equals(ID))
        .filter(
            vector -> {
              ArrowType type = vector.getField().getType();
              return type instanceof ArrowType.Utf8
                  || type instanceof ArrowType.LargeUtf8
                  || type instanceof ArrowType.Int;
            })
        .findFirst();
  }

  /** Runs a step of Arrow's own, which may throw anything over a damaged file. */
  private <T> T arrow(Opening.Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private IOException unreadable(Exception cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = reason.lines().findFirst().orElse("");
    return new IOException(file.path() + ": can't be read as Arrow: " + line, cause);
  }
}
