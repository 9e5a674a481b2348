package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes records to one Parquet file as they come, in the columns of {@link ParquetFields}.
 *
 * <p>Memory is that of one row group of 32 MiB, or of one appended record where that is larger. A
 * record that is begun instead is a row group of its own, and needs the memory of a page.
 *
 * <p>The pages are made here: Parquet's own record writers take a float at a time through five
 * calls, or as an object, which for maps costs more than the convolution.
 */
final class ParquetTensorWriter implements TensorWriter {
  /** No statistics of ids longer than this are cut to. */
  private static final int TRUNCATED_STATISTICS = 64;

  private static final int PAGE_BYTES = 1 << 20;

  private final WritableByteChannel channel;
  private final List<TensorColumn> columns;
  private final long groupBytes;
  private final CodecFactory codecs;
  private final ParquetFileWriter file;
  private final ParquetChunk ids;
  private final List<Cells> cells = new ArrayList<>();
  private long rows;
  private long peak;
  private Streamed streamed;
  private boolean failed;
  private boolean closed;

  /** The leaf columns of a tensor column; a vector has no shape but its length. */
  private record Cells(ParquetChunk data, ParquetChunk shape) {}

  /** A record whose numbers come bit by bit. */
  private static final class Streamed {
    private final List<Shape> shapes;
    private int column = -1;
    private long missing;
    private ParquetChunk.ListPosition position = ParquetChunk.ListPosition.START;

    Streamed(List<Shape> shapes) {
      this.shapes = shapes;
    }
  }

  private ParquetTensorWriter(
      WritableByteChannel channel,
      List<TensorColumn> columns,
      CompressionCodecName codec,
      long groupBytes,
      CodecFactory codecs)
      throws IOException {
    this.channel = channel;
    this.columns = List.copyOf(columns);
    this.groupBytes = groupBytes;
    this.codecs = codecs;
    MessageType schema = ParquetFields.schema(columns);
    BytesInputCompressor compressor = codecs.getCompressor(codec);
    this.ids = new ParquetChunk(ParquetFields.id(schema), compressor);
    for (TensorColumn column : columns) {
      ParquetChunk data = new ParquetChunk(ParquetFields.data(schema, column), compressor);
      ColumnDescriptor shape =
          ParquetFields.isVector(column) ? null : ParquetFields.shape(schema, column);
      cells.add(new Cells(data, shape == null ? null : new ParquetChunk(shape, compressor)));
    }
    this.file =
        new ParquetFileWriter(
            new ParquetChannels.Output(channel),
            schema,
            ParquetFileWriter.Mode.CREATE,
            GATHERED_BYTES,
            0,
            TRUNCATED_STATISTICS,
            TRUNCATED_STATISTICS,
            true);
    file.start();
  }

  static ParquetTensorWriter open(
      WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
      throws IOException {
    return open(channel, columns, compression, GATHERED_BYTES);
  }

  static ParquetTensorWriter open(
      WritableByteChannel channel,
      List<TensorColumn> columns,
      Compression compression,
      long groupBytes)
      throws IOException {
    return Opening.of(
        channel,
        () -> {
          Columns.checkNames(columns);
          CompressionCodecName codec = codec(compression);
          CodecFactory codecs = new CodecFactory(new PlainParquetConfiguration(), PAGE_BYTES);
          return Opening.of(
              codecs::release,
              () -> new ParquetTensorWriter(channel, columns, codec, groupBytes, codecs));
        });
  }

  /** As {@link OutputFormat#peakBytes} says. */
  static long peakBytes(long numbers, long records, int idBytes) {
    // Parquet puts the length of an id before it.
    long each = Float.BYTES * numbers + Integer.BYTES + idBytes;
    return each * Math.max(1, Math.min(records, GATHERED_BYTES / each));
  }

  @Override
  public void append(String id, Tensor... values) throws IOException {
    requireEnded();
    Columns.checkRecord(columns, id, Columns.shapes(values));
    long recordBytes = 0;
    for (Tensor value : values) {
      recordBytes += (long) value.data().length * Float.BYTES;
    }
    if (rows > 0 && bytes() + recordBytes > groupBytes) {
      writeGroup();
    }
    failed = true;
    ids.binary(id.getBytes(StandardCharsets.UTF_8));
    for (int c = 0; c < values.length; c++) {
      Cells cell = cells.get(c);
      float[] numbers = values[c].data();
      cell.data().beginList(numbers.length, Float.BYTES);
      cell.data().floats(numbers, 0, numbers.length, ParquetChunk.ListPosition.START);
      if (cell.shape() != null) {
        cell.shape().integers(values[c].shape().extents());
      }
    }
    rows++;
    failed = false;
  }

  @Override
  public void begin(String id, List<Shape> shapes) throws IOException {
    requireEnded();
    Columns.checkRecord(columns, id, shapes);
    if (rows > 0) {
      writeGroup();
    }
    failed = true;
    file.startBlock(1);
    ids.binary(id.getBytes(StandardCharsets.UTF_8));
    ids.writeTo(file);
    streamed = new Streamed(shapes);
    next();
  }

  @Override
  public void put(float[] numbers, int from, int count) throws IOException {
    if (streamed == null) {
      throw new IllegalArgumentException("numbers belong to a record that was begun");
    }
    if (count > streamed.missing) {
      throw new IllegalArgumentException(
          "a column takes the numbers of its shape and no more: numbers="
              + count
              + ", missing="
              + streamed.missing);
    }
    cells.get(streamed.column).data().floats(numbers, from, count, streamed.position);
    streamed.position = ParquetChunk.ListPosition.LATER;
    streamed.missing -= count;
    if (streamed.missing == 0) {
      next();
    }
  }

  @Override
  public long peakBytes() {
    return Math.max(peak, bytes());
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      if (!failed) {
        if (rows > 0) {
          writeGroup();
        }
        file.end(ParquetFields.metadata(columns));
      }
    } finally {
      codecs.release();
    }
  }

  /** Ends the column whose numbers are all there, and begins the next, up to the record's end. */
  private void next() throws IOException {
    while (streamed != null && streamed.missing == 0) {
      if (streamed.column >= 0) {
        Cells done = cells.get(streamed.column);
        done.data().endDirect();
        if (done.shape() != null) {
          done.shape().integers(streamed.shapes.get(streamed.column).extents());
          done.shape().writeTo(file);
        }
      }
      streamed.column++;
      if (streamed.column == cells.size()) {
        file.endBlock();
        streamed = null;
        failed = false;
        return;
      }
      streamed.missing = streamed.shapes.get(streamed.column).elements();
      streamed.position = ParquetChunk.ListPosition.START;
      ParquetChunk data = cells.get(streamed.column).data();
      data.startDirect(file, Math.max(1, streamed.missing));
      data.beginList(streamed.missing, Float.BYTES);
    }
  }

  private void requireEnded() {
    if (streamed != null) {
      throw new IllegalArgumentException(
          "a record must have all its numbers before the next begins: missing=" + streamed.missing);
    }
  }

  private long bytes() {
    long bytes = ids.bytes();
    for (Cells cell : cells) {
      bytes += cell.data().bytes();
    }
    return bytes;
  }

  private void writeGroup() throws IOException {
    failed = true;
    peak = Math.max(peak, bytes());
    file.startBlock(rows);
    ids.writeTo(file);
    for (Cells cell : cells) {
      cell.data().writeTo(file);
      if (cell.shape() != null) {
        cell.shape().writeTo(file);
      }
    }
    file.endBlock();
    rows = 0;
    failed = false;
  }

  private static CompressionCodecName codec(Compression compression) {
    OutputFormat.PARQUET.check(compression);
    return compression == Compression.ZSTD
        ? CompressionCodecName.ZSTD
        : CompressionCodecName.UNCOMPRESSED;
  }
}
