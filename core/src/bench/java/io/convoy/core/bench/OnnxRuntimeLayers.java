package io.convoy.core.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in ONNX Runtime that gives inner tensors too: of a copy of its file that calls them
 * outputs.
 *
 * <p>A protocol buffers message that is written twice is merged, field by field; so more outputs
 * are a few bytes behind the end of the file, and nothing before them is touched.
 */
final class OnnxRuntimeLayers implements AutoCloseable {
  /** Field numbers of onnx.proto3, each with the wire type of a length: ModelProto.graph. */
  private static final int GRAPH = 7 << 3 | 2;

  /** GraphProto.output. */
  private static final int OUTPUT = 12 << 3 | 2;

  /** ValueInfoProto.name. */
  private static final int NAME = 1 << 3 | 2;

  private final NetworkFile file;
  private final List<String> layers;
  private final Path copy;
  private final OrtSession session;

  OnnxRuntimeLayers(NetworkFile file, List<String> layers) throws IOException, OrtException {
    this.file = file;
    this.layers = layers;
    this.copy = Files.createTempFile(file.path().toAbsolutePath().getParent(), "layers", ".tmp");
    try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.TRUNCATE_EXISTING)) {
      Files.copy(file.path(), out);
      out.write(outputs());
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(copy.toString(), options);
    } catch (OrtException e) {
      Files.delete(copy);
      throw e;
    }
  }

  private byte[] outputs() throws IOException {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    for (String layer : layers) {
      if (!file.model().outputs().contains(layer)) {
        byte[] name = layer.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        field(value, NAME, name);
        field(graph, OUTPUT, value.toByteArray());
      }
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    field(model, GRAPH, graph.toByteArray());
    return model.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) throws IOException {
    out.write(tag);
    int rest = bytes.length;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    out.write(bytes);
  }

  /** The numbers of every layer, of one image. */
  Map<String, float[]> run(float[] image) throws OrtException {
    int[] extents = file.image().extents();
    long[] shape = {1, extents[0], extents[1], extents[2]};
    Map<String, float[]> numbers = new HashMap<>();
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(image), shape);
        OrtSession.Result result = session.run(Map.of(file.input(), input))) {
      for (String layer : layers) {
        numbers.put(layer, numbers((OnnxTensor) result.get(layer).orElseThrow()));
      }
    }
    return numbers;
  }

  private static float[] numbers(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.INT64) {
      LongBuffer longs = tensor.getLongBuffer();
      float[] numbers = new float[longs.remaining()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = longs.get(i);
      }
      return numbers;
    }
    FloatBuffer floats = tensor.getFloatBuffer();
    float[] numbers = new float[floats.remaining()];
    floats.get(numbers);
    return numbers;
  }

  @Override
  public void close() throws OrtException, IOException {
    session.close();
    Files.delete(copy);
  }
}
