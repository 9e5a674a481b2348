package io.convoy.core.bench.networks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds a network as an ONNX file, layer by layer, with seeded weights and the names that
 * PyTorch's exporter gives.
 *
 * <p>A layer is called by its module's path ({@code layer1.0.conv1}): its weights are {@code
 * layer1.0.conv1.weight}, its node {@code /layer1/layer1.0/conv1/Conv}, what that gives {@code
 * /layer1/layer1.0/conv1/Conv_output_0}. Batch norms stand as nodes of their own, as exporters
 * write them that don't optimise.
 *
 * <p>Weights are scaled as He et al. do (Delving Deep into Rectifiers, 2015), so that a convolution
 * gives numbers of about unit variance however deep it lies: by the square root of {@code 1 / (fan
 * in · mean square of what it reads)}, which behind a ReLU is their {@code 2 / fan in}.
 *
 * <p>Format: onnx.proto3 of ONNX 1.8 and operator set 13.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 7;
  private static final int OPERATOR_SET = 13;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int FLOAT_ATTRIBUTE = 1;
  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;

  /** What an activation makes of the square of normal numbers, on average. */
  private static final double RELU_SQUARE = 0.5;

  private static final double SILU_SQUARE = 0.356;

  private final Seeded seeded;
  private final String name;
  private final WireMessage nodes = new WireMessage();
  private final WireMessage initializers = new WireMessage();
  private final WireMessage inputs = new WireMessage();
  private final WireMessage outputs = new WireMessage();
  private final Map<String, Integer> uses = new HashMap<>();
  private long multiplyAdds;

  OnnxGraph(String name, long seed) {
    this.name = name;
    this.seeded = new Seeded(seed);
  }

  /** The network's input, a batch of normalised images. */
  Value input(int channels, int height, int width) {
    Value input = new Value("input", channels, height, width, 1);
    inputs.message(11, declared(input));
    return input;
  }

  /** Writes the file; the network's output is {@code last}. */
  void write(Value last, Path file) throws IOException {
    outputs.message(12, declared(last));
    WireMessage graph =
        new WireMessage().join(nodes).text(2, name).join(initializers).join(inputs).join(outputs);
    WireMessage model =
        new WireMessage()
            .number(1, IR_VERSION)
            .text(2, "convoy")
            .message(7, graph)
            .message(8, new WireMessage().text(1, "").number(2, OPERATOR_SET));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.writeTo(out);
    }
  }

  /** Multiply-adds of all convolutions so far, of one image; as papers count them. */
  long multiplyAdds() {
    return multiplyAdds;
  }

  Value conv(String path, Value x, Filters filters) {
    int groupChannels = x.channels() / filters.groups();
    int fanIn = groupChannels * filters.kernelHeight() * filters.kernelWidth();
    weights(
        path + ".weight",
        Math.sqrt(1 / (fanIn * x.meanSquare())),
        filters.channels(),
        groupChannels,
        filters.kernelHeight(),
        filters.kernelWidth());
    WireMessage node = new WireMessage().text(1, x.name()).text(1, path + ".weight");
    if (filters.bias()) {
      bias(path, filters.channels());
      node.text(1, path + ".bias");
    }
    int height = filters.outputHeight(x.height());
    int width = filters.outputWidth(x.width());
    multiplyAdds += (long) fanIn * filters.channels() * height * width;
    return node(
        path,
        "Conv",
        node.message(5, ints("dilations", 1, 1))
            .message(5, integer("group", filters.groups()))
            .message(5, ints("kernel_shape", filters.kernelHeight(), filters.kernelWidth()))
            .message(5, pads(filters.padHeight(), filters.padWidth()))
            .message(5, ints("strides", filters.stride(), filters.stride())),
        new Value("", filters.channels(), height, width, 1));
  }

  /** A transposed convolution that doubles height and width: kernel 2, stride 2. */
  Value upConv(String path, Value x, int channels) {
    weights(
        path + ".weight",
        Math.sqrt(1 / (x.channels() * x.meanSquare())),
        x.channels(),
        channels,
        2,
        2);
    bias(path, channels);
    return node(
        path,
        "ConvTranspose",
        new WireMessage()
            .text(1, x.name())
            .text(1, path + ".weight")
            .text(1, path + ".bias")
            .message(5, ints("dilations", 1, 1))
            .message(5, integer("group", 1))
            .message(5, ints("kernel_shape", 2, 2))
            .message(5, pads(0, 0))
            .message(5, ints("strides", 2, 2)),
        new Value("", channels, 2 * x.height(), 2 * x.width(), 1));
  }

  /** A batch norm whose mean and variance are near those of what comes in. */
  Value batchNorm(String path, Value x) {
    int channels = x.channels();
    double deviation = Math.sqrt(x.meanSquare());
    floats(path + ".weight", seeded.uniform(path + ".weight", channels, 0.8, 1.2), channels);
    floats(path + ".bias", seeded.normal(path + ".bias", channels, 0, 0.1), channels);
    floats(
        path + ".running_mean",
        seeded.normal(path + ".running_mean", channels, 0, 0.1 * deviation),
        channels);
    floats(
        path + ".running_var",
        seeded.uniform(path + ".running_var", channels, 0.8 * x.meanSquare(), 1.2 * x.meanSquare()),
        channels);
    return node(
        path,
        "BatchNormalization",
        new WireMessage()
            .text(1, x.name())
            .text(1, path + ".weight")
            .text(1, path + ".bias")
            .text(1, path + ".running_mean")
            .text(1, path + ".running_var")
            .message(5, real("epsilon", 1e-5f))
            .message(5, real("momentum", 0.9f)),
        shaped(x, 1));
  }

  Value relu(String path, Value x) {
    return node(
        path, "Relu", new WireMessage().text(1, x.name()), shaped(x, RELU_SQUARE * x.meanSquare()));
  }

  /** ReLU6, as the exporter writes it: its bounds are constants. */
  Value relu6(String path, Value x) {
    String low = constant(path, 0f);
    String high = constant(path, 6f);
    return node(
        path,
        "Clip",
        new WireMessage().text(1, x.name()).text(1, low).text(1, high),
        shaped(x, RELU_SQUARE * x.meanSquare()));
  }

  /** SiLU, as the exporter writes it: the product of a tensor and its sigmoid. */
  Value silu(String path, Value x) {
    return shaped(multiply(path, x, sigmoid(path, x)), SILU_SQUARE * x.meanSquare());
  }

  Value sigmoid(String path, Value x) {
    return node(path, "Sigmoid", new WireMessage().text(1, x.name()), shaped(x, 0.3));
  }

  Value softmax(String path, Value x) {
    return node(
        path,
        "Softmax",
        new WireMessage().text(1, x.name()).message(5, integer("axis", 1)),
        shaped(x, 1.0 / x.channels() / x.channels()));
  }

  Value add(String path, Value x, Value y) {
    return node(
        path,
        "Add",
        new WireMessage().text(1, x.name()).text(1, y.name()),
        shaped(x, x.meanSquare() + y.meanSquare()));
  }

  /** The product; one of the two may have one number a channel. */
  Value multiply(String path, Value x, Value y) {
    return node(
        path,
        "Mul",
        new WireMessage().text(1, x.name()).text(1, y.name()),
        shaped(x.height() < y.height() ? y : x, x.meanSquare() * y.meanSquare()));
  }

  Value concat(String path, Value... parts) {
    WireMessage node = new WireMessage();
    int channels = 0;
    double square = 0;
    for (Value part : parts) {
      node.text(1, part.name());
      channels += part.channels();
      square += part.channels() * part.meanSquare();
    }
    return node(
        path,
        "Concat",
        node.message(5, integer("axis", 1)),
        new Value("", channels, parts[0].height(), parts[0].width(), square / channels));
  }

  /** Windows as a convolution's; an image that they don't cover is cut. */
  Value maxPool(String path, Value x, Filters window) {
    return node(
        path,
        "MaxPool",
        new WireMessage()
            .text(1, x.name())
            .message(5, integer("ceil_mode", 0))
            .message(5, ints("dilations", 1, 1))
            .message(5, ints("kernel_shape", window.kernelHeight(), window.kernelWidth()))
            .message(5, pads(window.padHeight(), window.padWidth()))
            .message(5, ints("strides", window.stride(), window.stride())),
        pooled(x, window, 1.5 * x.meanSquare()));
  }

  /** As {@link #maxPool}, but that the last window may stand over the edge. */
  Value maxPoolCeil(String path, Value x, int kernel, int stride) {
    return node(
        path,
        "MaxPool",
        new WireMessage()
            .text(1, x.name())
            .message(5, integer("ceil_mode", 1))
            .message(5, ints("dilations", 1, 1))
            .message(5, ints("kernel_shape", kernel, kernel))
            .message(5, pads(0, 0))
            .message(5, ints("strides", stride, stride)),
        new Value(
            "",
            x.channels(),
            (x.height() - kernel + stride - 1) / stride + 1,
            (x.width() - kernel + stride - 1) / stride + 1,
            1.5 * x.meanSquare()));
  }

  /** Zeros of the padding count, as PyTorch has it. */
  Value averagePool(String path, Value x, Filters window) {
    return node(
        path,
        "AveragePool",
        new WireMessage()
            .text(1, x.name())
            .message(5, integer("ceil_mode", 0))
            .message(5, integer("count_include_pad", 1))
            .message(5, ints("kernel_shape", window.kernelHeight(), window.kernelWidth()))
            .message(5, pads(window.padHeight(), window.padWidth()))
            .message(5, ints("strides", window.stride(), window.stride())),
        pooled(x, window, 0.6 * x.meanSquare()));
  }

  Value globalAveragePool(String path, Value x) {
    return node(
        path,
        "GlobalAveragePool",
        new WireMessage().text(1, x.name()),
        new Value("", x.channels(), 1, 1, 0.35 * x.meanSquare()));
  }

  Value flatten(String path, Value x) {
    return node(
        path,
        "Flatten",
        new WireMessage().text(1, x.name()).message(5, integer("axis", 1)),
        new Value("", x.channels() * x.height() * x.width(), 0, 0, x.meanSquare()));
  }

  /** A fully connected layer. */
  Value linear(String path, Value x, int outputs) {
    weights(
        path + ".weight", Math.sqrt(1 / (x.channels() * x.meanSquare())), outputs, x.channels());
    bias(path, outputs);
    return node(
        path,
        "Gemm",
        new WireMessage()
            .text(1, x.name())
            .text(1, path + ".weight")
            .text(1, path + ".bias")
            .message(5, real("alpha", 1f))
            .message(5, real("beta", 1f))
            .message(5, integer("transB", 1)),
        new Value("", outputs, 0, 0, 1));
  }

  /** The middle of an image, {@code height} × {@code width} of it. */
  Value crop(String path, Value x, int height, int width) {
    int top = (x.height() - height) / 2;
    int left = (x.width() - width) / 2;
    String from = constant(path, top, left);
    String to = constant(path, top + height, left + width);
    String axes = constant(path, 2, 3);
    return node(
        path,
        "Slice",
        new WireMessage().text(1, x.name()).text(1, from).text(1, to).text(1, axes),
        new Value("", x.channels(), height, width, x.meanSquare()));
  }

  private static Value pooled(Value x, Filters window, double meanSquare) {
    return new Value(
        "",
        x.channels(),
        window.outputHeight(x.height()),
        window.outputWidth(x.width()),
        meanSquare);
  }

  private static Value shaped(Value x, double meanSquare) {
    return new Value(x.name(), x.channels(), x.height(), x.width(), meanSquare);
  }

  private void weights(String tensor, double deviation, int... dimensions) {
    int count = 1;
    for (int dimension : dimensions) {
      count = Math.multiplyExact(count, dimension);
    }
    floats(tensor, seeded.normal(tensor, count, 0, deviation), dimensions);
  }

  private void bias(String path, int channels) {
    String tensor = path + ".bias";
    floats(tensor, seeded.normal(tensor, channels, 0, 0.1), channels);
  }

  private void floats(String tensor, byte[] numbers, int... dimensions) {
    WireMessage message = tensor(FLOAT, dimensions);
    initializers.message(5, message.text(8, tensor).bytes(9, numbers));
  }

  private String constant(String path, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return constant(path, tensor(FLOAT).bytes(9, bytes.putFloat(value).array()));
  }

  private String constant(String path, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putLong(value);
    }
    return constant(path, tensor(INT64, values.length).bytes(9, bytes.array()));
  }

  /** A node that gives the tensor, as the exporter writes small constants. */
  private String constant(String path, WireMessage tensor) {
    WireMessage attribute = new WireMessage().text(1, "value").message(5, tensor).number(20, 4);
    Value any = new Value("", 0, 0, 0, 0);
    return node(path, "Constant", new WireMessage().message(5, attribute), any).name();
  }

  private static WireMessage tensor(int type, int... dimensions) {
    WireMessage message = new WireMessage();
    for (int dimension : dimensions) {
      message.number(1, dimension);
    }
    return message.number(2, type);
  }

  /** Adds a node with the inputs and attributes that it has so far; what it gives. */
  private Value node(String path, String operator, WireMessage node, Value shape) {
    String label = scope(path) + "/" + operator;
    int use = uses.merge(label, 1, Integer::sum);
    if (use > 1) {
      label += "_" + (use - 1);
    }
    String output = label + "_output_0";
    nodes.message(1, node.text(2, output).text(3, label).text(4, operator));
    return new Value(output, shape.channels(), shape.height(), shape.width(), shape.meanSquare());
  }

  /** {@code layer1.0.conv1} is {@code /layer1/layer1.0/conv1}: a number goes by its list's name. */
  private static String scope(String path) {
    StringBuilder scope = new StringBuilder();
    String label = "";
    for (String part : path.split("\\.")) {
      if (part.isEmpty()) {
        continue;
      }
      label = Character.isDigit(part.charAt(0)) ? label + "." + part : part;
      scope.append('/').append(label);
    }
    return scope.toString();
  }

  private static WireMessage declared(Value value) {
    WireMessage shape =
        new WireMessage()
            .message(1, new WireMessage().text(2, "batch"))
            .message(1, new WireMessage().number(1, value.channels()));
    if (!value.isVector()) {
      shape
          .message(1, new WireMessage().number(1, value.height()))
          .message(1, new WireMessage().number(1, value.width()));
    }
    WireMessage type = new WireMessage().number(1, FLOAT).message(2, shape);
    return new WireMessage().text(1, value.name()).message(2, new WireMessage().message(1, type));
  }

  private static WireMessage integer(String attribute, long value) {
    return new WireMessage().text(1, attribute).number(3, value).number(20, INT_ATTRIBUTE);
  }

  private static WireMessage real(String attribute, float value) {
    return new WireMessage().text(1, attribute).real(2, value).number(20, FLOAT_ATTRIBUTE);
  }

  private static WireMessage ints(String attribute, int... values) {
    WireMessage message = new WireMessage().text(1, attribute);
    for (int value : values) {
      message.number(8, value);
    }
    return message.number(20, INTS_ATTRIBUTE);
  }

  private static WireMessage pads(int height, int width) {
    return ints("pads", height, width, height, width);
  }
}
