package io.convoy.core.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tensors written by hand, one record: either nested lists, which are the column {@code tensor}, or
 * an object that names several.
 *
 * <pre>
 * {
 *   "description": "edges, left to right and top to bottom",
 *   "names":   ["left", "top"],
 *   "weights": [[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]], [[[-1, -2, -1], [0, 0, 0], [1, 2, 1]]]],
 *   "bias":    [0, 0.5]
 * }
 * </pre>
 *
 * <p>{@code description} is for people, {@code names} are the output channels of {@code weights};
 * any other key is a tensor. {@code NaN} and {@code Infinity} may stand for numbers.
 */
final class JsonFile implements TensorFile, NamedTensors {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** A file written by hand is small; a larger one belongs into another format. */
  private static final long LARGEST_FILE = 256L << 20;

  private final SeekableByteChannel channel;
  private final String path;
  private final Map<String, Tensor> tensors;
  private final List<String> channelNames;

  private JsonFile(
      SeekableByteChannel channel,
      String path,
      Map<String, Tensor> tensors,
      List<String> channelNames) {
    this.channel = channel;
    this.path = path;
    this.tensors = tensors;
    this.channelNames = channelNames;
  }

  static JsonFile open(SeekableByteChannel channel, String path) throws IOException {
    ChannelReader file = new ChannelReader(channel, path);
    if (file.size() > LARGEST_FILE) {
      throw file.broken(
          "a JSON file must be smaller than 256 MiB: bytes=" + file.size() + ", use npy");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<String> channelNames = new ArrayList<>();
    try (JsonParser json = JSON.createParser(file.bytes(0, (int) file.size()))) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.START_ARRAY) {
        tensors.put(NpyFile.COLUMN, new NestedLists(file, json, NpyFile.COLUMN).read());
      } else if (first == JsonToken.START_OBJECT) {
        readObject(file, json, tensors, channelNames);
      } else {
        throw file.broken("a JSON tensor must be nested lists, or an object of them");
      }
      if (json.nextToken() != null) {
        throw file.broken("nothing may follow the tensor: line=" + line(json));
      }
    } catch (JsonProcessingException e) {
      throw file.broken(
          "not JSON: line=" + e.getLocation().getLineNr() + ", " + oneLine(e.getOriginalMessage()));
    }
    Tensor weights = tensors.get(Weights.DEFAULT_NAME);
    if (!channelNames.isEmpty()
        && weights != null
        && channelNames.size() != weights.shape().extent(0)) {
      throw file.broken(
          "names must be one an output channel: names="
              + channelNames.size()
              + ", outputChannels="
              + weights.shape().extent(0));
    }
    return new JsonFile(channel, path, tensors, List.copyOf(channelNames));
  }

  @Override
  public List<TensorColumn> columns() {
    return tensors.entrySet().stream()
        .map(tensor -> TensorColumn.fixed(tensor.getKey(), tensor.getValue().shape(), List.of()))
        .toList();
  }

  @Override
  public long records() {
    return 1;
  }

  @Override
  public String id(long record) {
    Objects.checkIndex(record, records());
    return path;
  }

  @Override
  public Shape shape(String column, long record) {
    return read(column, record).shape();
  }

  @Override
  public Tensor read(String column, long record) {
    Objects.checkIndex(record, records());
    return whole(column);
  }

  @Override
  public List<String> tensorNames() {
    return List.copyOf(tensors.keySet());
  }

  @Override
  public Shape shapeOf(String tensorName) {
    return whole(tensorName).shape();
  }

  @Override
  public Tensor whole(String tensorName) {
    Columns.require(path, columns(), tensorName);
    return tensors.get(tensorName);
  }

  @Override
  public List<String> channelNames() {
    return channelNames;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void readObject(
      ChannelReader file, JsonParser json, Map<String, Tensor> tensors, List<String> channelNames)
      throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (key.equals("description")) {
        json.skipChildren();
      } else if (value != JsonToken.START_ARRAY) {
        throw file.broken(
            "a key must be description, names or a tensor: key=" + key + ", line=" + line(json));
      } else if (key.equals("names")) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw file.broken("names must be texts: line=" + line(json));
          }
          channelNames.add(json.getText());
        }
      } else {
        tensors.put(key, new NestedLists(file, json, key).read());
      }
    }
  }

  static int line(JsonParser json) {
    return json.currentTokenLocation().getLineNr();
  }

  /** The parser's message without its own account of the place. */
  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("").replaceFirst(" \\(start marker.*", "");
  }
}
