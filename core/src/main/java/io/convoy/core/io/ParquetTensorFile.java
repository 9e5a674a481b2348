package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file of tensors that {@link ParquetTensorWriter} wrote.
 *
 * <p>What is asked of a row group is read whole, a column at a time, and kept until another row
 * group is asked for: Parquet has no way to one record but over all before it. So memory is that of
 * a row group, and of a record where that is a row group of its own.
 */
final class ParquetTensorFile implements TensorFile {
  private final SeekableByteChannel channel;
  private final ChannelReader file;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final List<TensorColumn> columns;

  /** The first record of each row group, and behind the last the number of records. */
  private final long[] starts;

  private int group = -1;
  private String[] ids;
  private final Lists[] data;
  private final Lists[] shapes;

  /** A list column of a row group: the numbers of row r begin at {@code starts[r]}. */
  private record Lists(int[] starts, float[] floats, int[] integers) {}

  private ParquetTensorFile(
      SeekableByteChannel channel, ChannelReader file, ParquetFileReader reader)
      throws IOException {
    this.channel = channel;
    this.file = file;
    this.reader = reader;
    this.schema = reader.getFileMetaData().getSchema();
    this.columns =
        ParquetFields.columns(file, schema, reader.getFileMetaData().getKeyValueMetaData());
    List<BlockMetaData> groups = reader.getRowGroups();
    this.starts = new long[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      starts[g + 1] = starts[g] + groups.get(g).getRowCount();
    }
    this.data = new Lists[columns.size()];
    this.shapes = new Lists[columns.size()];
  }

  static ParquetTensorFile open(SeekableByteChannel channel, String path) throws IOException {
    ChannelReader file = new ChannelReader(channel, path);
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    return parquet(
        file,
        () -> {
          ParquetFileReader reader =
              ParquetFileReader.open(new ParquetChannels.Input(channel), options);
          return Opening.of(reader, () -> new ParquetTensorFile(channel, file, reader));
        });
  }

  @Override
  public List<TensorColumn> columns() {
    return columns;
  }

  @Override
  public long records() {
    return starts[starts.length - 1];
  }

  @Override
  public String id(long record) throws IOException {
    int row = load(record);
    if (ids == null) {
      ids = parquet(file, this::readIds);
    }
    return ids[row];
  }

  @Override
  public Shape shape(String column, long record) throws IOException {
    int c = Columns.require(file.path(), columns, column);
    int row = load(record);
    TensorColumn sought = columns.get(c);
    if (sought.shape().isPresent()) {
      return sought.shape().get();
    }
    if (ParquetFields.isVector(sought)) {
      Lists lists = data(c);
      return Shape.of(lists.starts()[row + 1] - lists.starts()[row]);
    }
    if (shapes[c] == null) {
      shapes[c] = lists(ParquetFields.shape(schema, sought));
    }
    int[] extents =
        Arrays.copyOfRange(
            shapes[c].integers(), shapes[c].starts()[row], shapes[c].starts()[row + 1]);
    return ParquetFields.shape(file, extents);
  }

  @Override
  public Tensor read(String column, long record) throws IOException {
    Shape shape = shape(column, record);
    int c = Columns.require(file.path(), columns, column);
    int row = load(record);
    Lists lists = data(c);
    int from = lists.starts()[row];
    int to = lists.starts()[row + 1];
    if (to - from != file.arrayLength(shape)) {
      throw file.broken(
          "a tensor must have as many numbers as its shape says: column="
              + column
              + ", record="
              + record
              + ", shape="
              + shape
              + ", numbers="
              + (to - from));
    }
    return new Tensor(shape, Arrays.copyOfRange(lists.floats(), from, to));
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      reader.close();
    }
  }

  private Lists data(int column) throws IOException {
    if (data[column] == null) {
      data[column] = lists(ParquetFields.data(schema, columns.get(column)));
    }
    return data[column];
  }

  /** Makes the record's row group the one that is asked, and gives the record's row in it. */
  private int load(long record) throws IOException {
    Objects.checkIndex(record, records());
    int found = Arrays.binarySearch(starts, record);
    int index = found < 0 ? -found - 2 : found;
    // Behind row groups without rows, which share their start with the next one.
    while (starts[index + 1] <= record) {
      index++;
    }
    if (index != group) {
      group = index;
      ids = null;
      Arrays.fill(data, null);
      Arrays.fill(shapes, null);
    }
    return (int) (record - starts[index]);
  }

  private int rows() {
    return (int) (starts[group + 1] - starts[group]);
  }

  private String[] readIds() throws IOException {
    ColumnReader values = values(ParquetFields.id(schema));
    String[] read = new String[rows()];
    for (int row = 0; row < read.length; row++) {
      read[row] = values.getBinary().toStringUsingUTF8();
      values.consume();
    }
    return read;
  }

  private Lists lists(ColumnDescriptor column) throws IOException {
    return parquet(file, () -> readLists(column));
  }

  private Lists readLists(ColumnDescriptor column) throws IOException {
    ColumnReader values = values(column);
    boolean whole = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    int entries = file.arrayLength(file.shape(values.getTotalValueCount()));
    int[] rowStarts = new int[rows() + 1];
    float[] floats = new float[whole ? 0 : entries];
    int[] integers = new int[whole ? entries : 0];
    int row = -1;
    int count = 0;
    for (int entry = 0; entry < entries; entry++) {
      if (values.getCurrentRepetitionLevel() == 0) {
        rowStarts[++row] = count;
      }
      // Below that level the list has no element, and there is only the entry that says so.
      if (values.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
        if (whole) {
          integers[count++] = values.getInteger();
        } else {
          floats[count++] = values.getFloat();
        }
      }
      values.consume();
    }
    if (row != rows() - 1) {
      throw file.broken(
          "a column must have a list a row: column="
              + String.join(".", column.getPath())
              + ", lists="
              + (row + 1)
              + ", rows="
              + rows());
    }
    rowStarts[rows()] = count;
    return new Lists(rowStarts, floats, integers);
  }

  /** The values of one column in the row group. */
  private ColumnReader values(ColumnDescriptor column) throws IOException {
    reader.setRequestedSchema(List.of(column));
    PageReadStore pages = reader.readRowGroup(group);
    return new ColumnReadStoreImpl(
            pages, new Nowhere(schema), schema, reader.getFileMetaData().getCreatedBy())
        .getColumnReader(column);
  }

  /** Takes no value: they are asked for one by one. */
  private static final class Nowhere extends GroupConverter {
    private final GroupType type;

    Nowhere(GroupType type) {
      this.type = type;
    }

    @Override
    public Converter getConverter(int field) {
      Type child = type.getType(field);
      return child.isPrimitive() ? new PrimitiveConverter() {} : new Nowhere(child.asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  /** Runs a step of Parquet's own, which may throw anything over a damaged file. */
  private static <T> T parquet(ChannelReader file, Opening.Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith(file.path() + ": ")) {
        throw e;
      }
      throw unreadable(file, e);
    } catch (RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(ChannelReader file, Exception cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = reason.lines().findFirst().orElse("");
    return new IOException(file.path() + ": can't be read as Parquet: " + line, cause);
  }
}
