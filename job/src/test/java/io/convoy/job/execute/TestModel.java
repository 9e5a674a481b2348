package io.convoy.job.execute;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A network small enough for a test, as an ONNX file: two 3×3 convolutions with a residual,
 * averaged to a vector and classified. Its tensors are {@code input}, {@code c1}, {@code r1},
 * {@code c2}, {@code sum}, {@code r2}, {@code pooled}, {@code flat} and {@code output}.
 */
public final class TestModel {
  private static final int CHANNELS = 20;
  private static final int CLASSES = 7;

  private final UnknownFieldSet.Builder graph = UnknownFieldSet.newBuilder();
  private final Random random = new Random(9);

  private TestModel() {}

  /**
   * Writes the network.
   *
   * @param extents of its input, (N, C, H, W); 0 leaves one open
   */
  public static Path write(Path file, int... extents) throws IOException {
    TestModel model = new TestModel();
    model.add(11, declared("input", extents));
    model.weights("w1", 0.2, CHANNELS, 3, 3, 3);
    model.weights("b1", 0.1, CHANNELS);
    model.weights("w2", 0.1, CHANNELS, CHANNELS, 3, 3);
    model.weights("w3", 0.2, CLASSES, CHANNELS);
    model.weights("b3", 0.1, CLASSES);
    model.node("Conv", "c1", ints("pads", 1, 1, 1, 1), "input", "w1", "b1");
    model.node("Relu", "r1", null, "c1");
    model.node("Conv", "c2", ints("pads", 1, 1, 1, 1), "r1", "w2");
    model.node("Add", "sum", null, "c2", "r1");
    model.node("Relu", "r2", null, "sum");
    model.node("GlobalAveragePool", "pooled", null, "r2");
    model.node("Flatten", "flat", null, "pooled");
    model.node("Gemm", "output", integer("transB", 1), "flat", "w3", "b3");
    model.add(12, declared("output", 0, CLASSES));
    UnknownFieldSet opset =
        UnknownFieldSet.newBuilder().addField(1, text("")).addField(2, number(13)).build();
    Files.createDirectories(file.getParent());
    return Files.write(
        file,
        UnknownFieldSet.newBuilder()
            .addField(1, number(7))
            .addField(7, message(model.graph))
            .addField(8, message(opset.toBuilder()))
            .build()
            .toByteArray());
  }

  private void add(int field, UnknownFieldSet.Builder message) {
    graph.mergeField(field, message(message));
  }

  private void weights(String name, double scale, int... extents) {
    UnknownFieldSet.Builder tensor = UnknownFieldSet.newBuilder();
    int count = 1;
    for (int extent : extents) {
      tensor.mergeField(1, number(extent));
      count *= extent;
    }
    ByteBuffer raw = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      raw.putFloat((float) (scale * random.nextGaussian()));
    }
    tensor.addField(2, number(1)).addField(8, text(name));
    add(5, tensor.addField(9, bytes(ByteString.copyFrom(raw.flip()))));
  }

  private void node(
      String operator, String output, UnknownFieldSet.Builder attribute, String... inputs) {
    UnknownFieldSet.Builder node = UnknownFieldSet.newBuilder();
    for (String input : inputs) {
      node.mergeField(1, text(input));
    }
    node.addField(2, text(output)).addField(3, text("node_" + output)).addField(4, text(operator));
    if (attribute != null) {
      node.addField(5, message(attribute));
    }
    add(1, node);
  }

  private static UnknownFieldSet.Builder declared(String name, int... extents) {
    UnknownFieldSet.Builder shape = UnknownFieldSet.newBuilder();
    for (int extent : extents) {
      UnknownFieldSet.Builder dimension = UnknownFieldSet.newBuilder();
      shape.mergeField(
          1,
          message(
              extent > 0
                  ? dimension.addField(1, number(extent))
                  : dimension.addField(2, text("n"))));
    }
    UnknownFieldSet.Builder type =
        UnknownFieldSet.newBuilder().addField(1, number(1)).addField(2, message(shape));
    return UnknownFieldSet.newBuilder()
        .addField(1, text(name))
        .addField(2, message(UnknownFieldSet.newBuilder().addField(1, message(type))));
  }

  private static UnknownFieldSet.Builder ints(String name, int... values) {
    UnknownFieldSet.Builder attribute = UnknownFieldSet.newBuilder().addField(1, text(name));
    for (int value : values) {
      attribute.mergeField(8, number(value));
    }
    return attribute.addField(20, number(7));
  }

  private static UnknownFieldSet.Builder integer(String name, int value) {
    return UnknownFieldSet.newBuilder()
        .addField(1, text(name))
        .addField(3, number(value))
        .addField(20, number(2));
  }

  private static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field text(String value) {
    return bytes(ByteString.copyFromUtf8(value));
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  private static Field message(UnknownFieldSet.Builder value) {
    return bytes(value.build().toByteString());
  }
}
