package io.convoy.core.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.model.graph.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks the messages of an ONNX file. Field numbers are those of onnx.proto; what a field is called
 * there stands beside its number.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class ModelReader {
  /** What ONNX 1.20 writes, the newest that was looked at. */
  static final int NEWEST_OPSET = 25;

  private final String path;
  private final OnnxFile.External external;
  private final Map<String, ByteBuffer> externalFiles = new HashMap<>();

  private long opset;
  private List<Node> nodes = List.of();
  private final Map<String, Value> initializers = new LinkedHashMap<>();
  private final List<TensorInfo> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  ModelReader(String path, OnnxFile.External external) {
    this.path = path;
    this.external = external;
  }

  /** A tensor and what the file calls it. */
  record Named(String name, Value value) {}

  /** Reads one field of a message; returns whether it knew the field. */
  @FunctionalInterface
  private interface Field {
    boolean read(int number, CodedInputStream in) throws IOException;
  }

  Graph read(ByteBuffer bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
    in.enableAliasing(true);
    in.setSizeLimit(Integer.MAX_VALUE);
    List<ByteBuffer> graphs = new ArrayList<>();
    fields(
        in,
        (number, message) -> {
          switch (number) {
            case 7 /* graph */ -> graphs.add(message.readByteBuffer());
            case 8 /* opset_import */ -> message(message, this::opset);
            default -> {
              return false;
            }
          }
          return true;
        });
    if (graphs.isEmpty()) {
      throw new IOException(path + ": not an ONNX model, it holds no graph");
    }
    if (opset < 1) {
      throw new IllegalArgumentException("a model must name the version of ONNX's operators");
    }
    if (opset > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "the model's operators are newer than those known here: opset="
              + opset
              + ", newest="
              + NEWEST_OPSET
              + "; export with an older opset");
    }
    List<Node> read = new ArrayList<>();
    nodes = read;
    fields(stream(graphs.get(0)), this::graph);
    inputs.removeIf(input -> initializers.containsKey(input.name()));
    return new Graph(
        (int) opset, inputs, outputs, NodeOrder.sorted(read, inputs, initializers), initializers);
  }

  private boolean opset(int number, CodedInputStream in) throws IOException {
    // A message is read in the order of its fields, domain before version.
    switch (number) {
      case 1 /* domain */ -> domain = in.readStringRequireUtf8();
      case 2 /* version */ -> {
        long version = in.readInt64();
        if (domain.isEmpty() || domain.equals("ai.onnx")) {
          opset = Math.max(opset, version);
        }
        domain = "";
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private String domain = "";

  private boolean graph(int number, CodedInputStream in) throws IOException {
    switch (number) {
      case 1 /* node */ -> nodes.add(node(stream(in.readByteBuffer())));
      case 5 /* initializer */ -> {
        Named tensor = tensor(stream(in.readByteBuffer()));
        initializers.put(tensor.name(), tensor.value());
      }
      case 11 /* input */ -> inputs.add(valueInfo(stream(in.readByteBuffer())));
      case 12 /* output */ -> outputs.add(valueInfo(stream(in.readByteBuffer())).name());
      case 15 /* sparse_initializer */ ->
          throw new IllegalArgumentException(
              "sparse initializers are not supported: export the model with dense weights");
      default -> {
        return false;
      }
    }
    return true;
  }

  private Node node(CodedInputStream in) throws IOException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    // name, op_type, domain
    String[] texts = {"", "", ""};
    fields(
        in,
        (number, message) -> {
          switch (number) {
            case 1 /* input */ -> from.add(message.readStringRequireUtf8());
            case 2 /* output */ -> to.add(message.readStringRequireUtf8());
            case 3 /* name */ -> texts[0] = message.readStringRequireUtf8();
            case 4 /* op_type */ -> texts[1] = message.readStringRequireUtf8();
            case 5 /* attribute */ -> attribute(stream(message.readByteBuffer()), attributes);
            case 7 /* domain */ -> texts[2] = message.readStringRequireUtf8();
            default -> {
              return false;
            }
          }
          return true;
        });
    boolean standard = texts[2].isEmpty() || texts[2].equals("ai.onnx");
    String operator = standard ? texts[1] : texts[2] + "." + texts[1];
    String name = !texts[0].isEmpty() || to.isEmpty() ? texts[0] : to.get(0);
    return new Node(name, operator, from, to, new Attributes(attributes));
  }

  private void attribute(CodedInputStream in, Map<String, Object> attributes) throws IOException {
    String[] name = {""};
    long[] type = {0};
    Object[] single = new Object[1];
    List<Object> list = new ArrayList<>();
    Float[] real = {0f};
    Long[] whole = {0L};
    fields(
        in,
        (number, message) -> {
          switch (number) {
            case 1 /* name */ -> name[0] = message.readStringRequireUtf8();
            case 2 /* f */ -> real[0] = message.readFloat();
            case 3 /* i */ -> whole[0] = message.readInt64();
            case 4 /* s */ -> single[0] = message.readBytes().toStringUtf8();
            case 5 /* t */ -> single[0] = tensor(stream(message.readByteBuffer())).value();
            case 7 /* floats */ -> repeated(message, list, CodedInputStream::readFloat);
            case 8 /* ints */ -> repeated(message, list, CodedInputStream::readInt64);
            case 9 /* strings */ -> list.add(message.readBytes().toStringUtf8());
            case 20 /* type */ -> type[0] = message.readEnum();
            default -> {
              return false;
            }
          }
          return true;
        });
    Object value =
        switch ((int) type[0]) {
          case 1 /* FLOAT */ -> real[0];
          case 2 /* INT */ -> whole[0];
          case 6, 7, 8 /* FLOATS, INTS, STRINGS */ -> List.copyOf(list);
          case 0 /* left out by old writers */ -> untyped(single[0], list, real[0], whole[0]);
          default -> single[0];
        };
    // Graphs and types: the operators that have them are not known here, and are named as such.
    attributes.put(name[0], value == null ? "not read: attribute type " + type[0] : value);
  }

  /** What an attribute without a type holds: the one field that is set. */
  private static Object untyped(Object single, List<Object> list, Float real, Long whole) {
    if (single != null) {
      return single;
    }
    if (!list.isEmpty()) {
      return List.copyOf(list);
    }
    if (real != 0f) {
      return real;
    }
    return whole;
  }

  private TensorInfo valueInfo(CodedInputStream in) throws IOException {
    String[] name = {""};
    DataType[] type = {DataType.FLOAT};
    List<String> dimensions = new ArrayList<>();
    fields(
        in,
        (number, message) -> {
          switch (number) {
            case 1 /* name */ -> name[0] = message.readStringRequireUtf8();
            case 2 /* type */ ->
                message(
                    message,
                    (kind, inner) -> {
                      if (kind != 1 /* tensor_type */) {
                        return false;
                      }
                      message(inner, (f, t) -> tensorType(f, t, type, dimensions));
                      return true;
                    });
            default -> {
              return false;
            }
          }
          return true;
        });
    return new TensorInfo(name[0], type[0], dimensions);
  }

  private boolean tensorType(
      int number, CodedInputStream in, DataType[] type, List<String> dimensions)
      throws IOException {
    switch (number) {
      case 1 /* elem_type */ -> type[0] = DataType.of(in.readInt32());
      case 2 /* shape */ ->
          message(
              in,
              (field, shape) -> {
                if (field != 1 /* dim */) {
                  return false;
                }
                String[] text = {"?"};
                message(
                    shape,
                    (kind, dimension) -> {
                      switch (kind) {
                        case 1 /* dim_value */ -> text[0] = Long.toString(dimension.readInt64());
                        case 2 /* dim_param */ -> text[0] = dimension.readStringRequireUtf8();
                        default -> {
                          return false;
                        }
                      }
                      return true;
                    });
                dimensions.add(text[0]);
                return true;
              });
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A TensorProto. */
  Named tensor(CodedInputStream in) throws IOException {
    TensorReader tensor = new TensorReader();
    fields(in, tensor::field);
    return new Named(tensor.name(), tensor.value(this::external));
  }

  /** The bytes of external data from an offset on. */
  private ByteBuffer external(Map<String, String> where, long bytes) throws IOException {
    String location = where.getOrDefault("location", "");
    if (leavesFolder(location)) {
      throw new IOException(
          path + ": external data must stay in the model's folder: location=" + location);
    }
    ByteBuffer file = externalFiles.get(location);
    if (file == null) {
      file = external.open(location);
      externalFiles.put(location, file);
    }
    long offset = where.containsKey("offset") ? Long.parseLong(where.get("offset")) : 0;
    long length = where.containsKey("length") ? Long.parseLong(where.get("length")) : bytes;
    if (offset < 0 || length != bytes || offset + length > file.limit()) {
      throw new IOException(
          path
              + ": external data ends too soon or has another length: location="
              + location
              + ", offset="
              + offset
              + ", length="
              + length
              + ", needed="
              + bytes
              + ", file="
              + file.limit());
    }
    return file.slice((int) offset, (int) length);
  }

  private static boolean leavesFolder(String location) {
    if (location.isEmpty() || location.startsWith("/") || location.startsWith("\\")) {
      return true;
    }
    if (location.indexOf(':') >= 0 || location.indexOf('\0') >= 0) {
      return true;
    }
    for (String part : location.split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  static CodedInputStream stream(ByteBuffer bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.enableAliasing(true);
    in.setSizeLimit(Integer.MAX_VALUE);
    return in;
  }

  private static void message(CodedInputStream in, Field field) throws IOException {
    fields(stream(in.readByteBuffer()), field);
  }

  private static void fields(CodedInputStream in, Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field.read(WireFormat.getTagFieldNumber(tag), in)) {
        in.skipField(tag);
      }
    }
  }

  /** Reads one element of a repeated field, or all of a packed one. */
  @FunctionalInterface
  interface Element {
    Object read(CodedInputStream in) throws IOException;
  }

  private static void repeated(CodedInputStream in, List<Object> list, Element element)
      throws IOException {
    if (WireFormat.getTagWireType(in.getLastTag()) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int limit = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        list.add(element.read(in));
      }
      in.popLimit(limit);
    } else {
      list.add(element.read(in));
    }
  }
}
