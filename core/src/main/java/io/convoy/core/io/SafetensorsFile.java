package io.convoy.core.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@code .safetensors} file: the length of a JSON header, the header, then the numbers of each
 * tensor. One record, a column for each tensor.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
final class SafetensorsFile implements TensorFile, NamedTensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  /** Text about the file, not a tensor. */
  private static final String METADATA = "__metadata__";

  /** Where a tensor lies; its element type as the file spells it. */
  private record Entry(String type, Shape shape, long position, long bytes) {}

  private final SeekableByteChannel channel;
  private final ChannelReader file;
  private final List<TensorColumn> columns;
  private final List<Entry> entries;

  private SafetensorsFile(
      SeekableByteChannel channel,
      ChannelReader file,
      List<TensorColumn> columns,
      List<Entry> entries) {
    this.channel = channel;
    this.file = file;
    this.columns = columns;
    this.entries = entries;
  }

  static SafetensorsFile open(SeekableByteChannel channel, String path) throws IOException {
    ChannelReader file = new ChannelReader(channel, path);
    long length = file.littleEndian(0, Long.BYTES).getLong();
    if (length < 0 || length > LONGEST_HEADER) {
      throw file.broken(
          "not a safetensors file, its header must be shorter than 100 MB: bytes="
              + Long.toUnsignedString(length));
    }
    JsonNode tensors = parse(file, file.bytes(Long.BYTES, (int) length));
    List<TensorColumn> columns = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      if (!tensor.getKey().equals(METADATA)) {
        Entry entry = entry(file, tensor.getKey(), tensor.getValue(), Long.BYTES + length);
        entries.add(entry);
        columns.add(TensorColumn.fixed(tensor.getKey(), entry.shape(), List.of()));
      }
    }
    return new SafetensorsFile(channel, file, List.copyOf(columns), entries);
  }

  @Override
  public List<TensorColumn> columns() {
    return columns;
  }

  @Override
  public long records() {
    return 1;
  }

  @Override
  public String id(long record) {
    Objects.checkIndex(record, records());
    return file.path();
  }

  @Override
  public Shape shape(String column, long record) {
    Objects.checkIndex(record, records());
    return entries.get(Columns.require(file.path(), columns, column)).shape();
  }

  @Override
  public Tensor read(String column, long record) throws IOException {
    Objects.checkIndex(record, records());
    return whole(column);
  }

  @Override
  public List<String> tensorNames() {
    return columns.stream().map(TensorColumn::name).toList();
  }

  @Override
  public Tensor whole(String tensorName) throws IOException {
    Entry entry = entry(tensorName);
    return file.tensor(
        entry.position(), entry.shape(), type(tensorName, entry), ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Tensor rows(String column, long record, Range rows) throws IOException {
    Objects.checkIndex(record, records());
    Entry entry = entry(column);
    return file.rows(
        entry.position(), entry.shape(), rows, type(column, entry), ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Shape shapeOf(String tensorName) {
    return entry(tensorName).shape();
  }

  @Override
  public Tensor part(String tensorName, Range positions) throws IOException {
    Entry entry = entry(tensorName);
    ElementType type = type(tensorName, entry);
    Shape part = Cut.outermostShape(entry.shape(), positions);
    long each = entry.shape().elements() / Math.max(1, entry.shape().extent(0));
    return file.tensor(
        entry.position() + positions.from() * each * type.bytes(),
        part,
        type,
        ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean readsParts() {
    return true;
  }

  private Entry entry(String tensorName) {
    return entries.get(Columns.require(file.path(), columns, tensorName));
  }

  /** The element type, once it is known that the bytes are those of the shape. */
  private ElementType type(String tensorName, Entry entry) throws IOException {
    ElementType type =
        switch (entry.type()) {
          case "F32" -> ElementType.FLOAT32;
          case "F64" -> ElementType.FLOAT64;
          case "F16" -> ElementType.FLOAT16;
          case "BF16" -> ElementType.BFLOAT16;
          case "U8" -> ElementType.UINT8;
          default ->
              throw file.broken(
                  "elements must be F32, F64, F16, BF16 or U8: tensor="
                      + tensorName
                      + ", dtype="
                      + entry.type());
        };
    long needed = entry.shape().elements() * type.bytes();
    if (entry.bytes() != needed) {
      throw file.broken(
          "a tensor's bytes must be what its shape needs: tensor="
              + tensorName
              + ", shape="
              + entry.shape()
              + ", bytes="
              + entry.bytes()
              + ", needed="
              + needed);
    }
    return type;
  }

  @Override
  public List<String> channelNames() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static JsonNode parse(ChannelReader file, byte[] header) throws IOException {
    JsonNode tensors;
    try {
      tensors = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw file.broken("safetensors header is not JSON: " + e.getOriginalMessage());
    }
    if (!tensors.isObject()) {
      throw file.broken("safetensors header must be a JSON object");
    }
    return tensors;
  }

  private static Entry entry(ChannelReader file, String name, JsonNode tensor, long dataPosition)
      throws IOException {
    JsonNode type = tensor.path("dtype");
    JsonNode shape = tensor.path("shape");
    JsonNode offsets = tensor.path("data_offsets");
    if (!type.isTextual() || !shape.isArray() || offsets.size() != 2) {
      throw file.broken(
          "safetensors header must tell dtype, shape and data_offsets: tensor=" + name);
    }
    long[] extents = new long[shape.size()];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = shape.get(d).asLong(-1);
    }
    long begin = offsets.get(0).asLong(-1);
    long end = offsets.get(1).asLong(-1);
    if (begin < 0 || end < begin || end > Long.MAX_VALUE - dataPosition) {
      throw file.broken(
          "data_offsets must be in order: tensor=" + name + ", data_offsets=" + offsets);
    }
    file.require(dataPosition + end);
    return new Entry(type.textValue(), file.shape(extents), dataPosition + begin, end - begin);
  }
}
