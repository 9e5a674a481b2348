package io.convoy.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * The pages of one leaf column in the row group that is being written.
 *
 * <p>A page is a version 1 data page: for a list the level of repetition (0 begins a record, 1
 * continues it) and of definition (1 says that there is an element) of each number, both run-length
 * encoded with their length before; then the values, plain, little-endian. Values are copied as
 * they are, so every bit of a float survives, and no statistics are kept of them.
 */
final class ParquetChunk {
  /** A page ends before it outgrows this, also in the midst of a record that is larger. */
  private static final int PAGE_BYTES = 1 << 20;

  /** Room for the levels of a page's numbers, which are nearly all the same, in the encoder. */
  private static final int LEVELS_CAPACITY = 1 << 10;

  /** A page that is finished. */
  private record Page(int values, int uncompressed, BytesInput bytes) {}

  private final ColumnDescriptor column;
  private final BytesInputCompressor compressor;
  private final boolean list;
  private final RunLengthBitPackingHybridEncoder repetition;
  private final RunLengthBitPackingHybridEncoder definition;
  private final List<Page> pages = new ArrayList<>();
  private ByteBuffer values = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
  private ParquetFileWriter direct;
  private int entries;
  private long allEntries;
  private long bytes;

  ParquetChunk(ColumnDescriptor column, BytesInputCompressor compressor) {
    this.column = column;
    this.compressor = compressor;
    this.list = column.getMaxRepetitionLevel() > 0;
    this.repetition = levels();
    this.definition = levels();
  }

  private static RunLengthBitPackingHybridEncoder levels() {
    return new RunLengthBitPackingHybridEncoder(
        1, LEVELS_CAPACITY, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
  }

  /** What the finished pages take. */
  long bytes() {
    return bytes + values.position();
  }

  /** Adds one value that is no list: its length, then its bytes. */
  void binary(byte[] value) throws IOException {
    room(Integer.BYTES + value.length);
    values.putInt(value.length).put(value);
    entries++;
  }

  /** Adds a list of integers, a record's. */
  void integers(int[] numbers) throws IOException {
    beginList(numbers.length, Integer.BYTES);
    for (int i = 0; i < numbers.length; i++) {
      room(Integer.BYTES);
      level(i == 0 ? 0 : 1, 1);
      values.putInt(numbers[i]);
    }
  }

  /** Begins a record's list; one without elements has an entry that says so. */
  void beginList(long length, int elementBytes) throws IOException {
    // A record that fits into a page is not spread over two.
    if (length * elementBytes <= PAGE_BYTES) {
      room((int) length * elementBytes);
    }
    if (length == 0) {
      level(0, 0);
    }
  }

  /**
   * Adds floats of the list that was begun.
   *
   * @param first whether they are the list's first
   */
  void floats(float[] numbers, int from, int count, ListPosition first) throws IOException {
    int most = PAGE_BYTES / Float.BYTES;
    int done = 0;
    while (done < count) {
      int free = most - values.position() / Float.BYTES;
      if (free == 0) {
        endPage();
        free = most;
      }
      int n = Math.min(free, count - done);
      room(n * Float.BYTES);
      values.asFloatBuffer().put(numbers, from + done, n);
      values.position(values.position() + n * Float.BYTES);
      for (int i = 0; i < n; i++) {
        level(first == ListPosition.START && done + i == 0 ? 0 : 1, 1);
      }
      done += n;
    }
  }

  /** Where in its list a run of numbers stands. */
  enum ListPosition {
    START,
    LATER
  }

  /** Begins the column's part of a row group, whose pages are then written as they are finished. */
  void startDirect(ParquetFileWriter writer, long entriesToCome) throws IOException {
    writer.startColumn(column, entriesToCome, compressor.getCodecName());
    direct = writer;
  }

  /** Ends what {@link #startDirect} began. */
  void endDirect() throws IOException {
    endPage();
    direct.endColumn();
    direct = null;
    clear();
  }

  /** Writes the column's part of a row group. */
  void writeTo(ParquetFileWriter writer) throws IOException {
    endPage();
    writer.startColumn(column, allEntries, compressor.getCodecName());
    for (Page page : pages) {
      write(page, writer);
    }
    writer.endColumn();
    clear();
  }

  private void clear() {
    pages.clear();
    allEntries = 0;
    bytes = 0;
  }

  private void level(int repetitionLevel, int definitionLevel) throws IOException {
    repetition.writeInt(repetitionLevel);
    definition.writeInt(definitionLevel);
    entries++;
  }

  /** Makes room for so many bytes of values, in a new page if this one would grow too large. */
  private void room(int more) throws IOException {
    if (values.position() > 0 && values.position() + more > PAGE_BYTES) {
      endPage();
    }
    if (values.remaining() < more) {
      int needed = Math.max(values.position() + more, Math.min(PAGE_BYTES, 2 * values.capacity()));
      values = ByteBuffer.allocate(needed).order(ByteOrder.LITTLE_ENDIAN).put(values.flip());
    }
  }

  private void endPage() throws IOException {
    if (entries == 0) {
      return;
    }
    BytesInput numbers = BytesInput.from(values.array(), 0, values.position());
    BytesInput plain =
        list ? BytesInput.concat(levels(repetition), levels(definition), numbers) : numbers;
    int uncompressed = Math.toIntExact(plain.size());
    Page page = new Page(entries, uncompressed, BytesInput.copy(compressor.compress(plain)));
    allEntries += entries;
    bytes += page.bytes().size();
    entries = 0;
    values.clear();
    repetition.reset();
    definition.reset();
    if (direct == null) {
      pages.add(page);
    } else {
      write(page, direct);
    }
  }

  private static BytesInput levels(RunLengthBitPackingHybridEncoder encoder) throws IOException {
    BytesInput encoded = encoder.toBytes();
    return BytesInput.concat(
        BytesInput.from(BytesUtils.intToBytes(Math.toIntExact(encoded.size()))), encoded);
  }

  /**
   * Writes a page without telling its rows: then no page index is made, which a record that is
   * spread over pages would make wrong.
   */
  @SuppressWarnings("deprecation")
  private void write(Page page, ParquetFileWriter writer) throws IOException {
    Encoding levels = list ? Encoding.RLE : Encoding.BIT_PACKED;
    writer.writeDataPage(
        page.values(),
        page.uncompressed(),
        page.bytes(),
        Statistics.createStats(column.getPrimitiveType()),
        levels,
        levels,
        Encoding.PLAIN);
  }
}
