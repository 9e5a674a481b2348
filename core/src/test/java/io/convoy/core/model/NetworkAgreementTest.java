package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole networks against ONNX Runtime, at every layer that has a name; and against themselves: the
 * bits of a layer are the same whatever the batch, the arena's past and the layers beside it.
 */
final class NetworkAgreementTest {
  /** Of the output's range. */
  private static final double TOLERANCE = 1e-4;

  static List<String> networks() {
    return List.copyOf(TestNetworks.all().keySet());
  }

  static Model model(Example example) throws IOException {
    return Model.read(
        "test.onnx", ByteBuffer.wrap(example.model().bytes()), NetworkAgreementTest::none);
  }

  private static ByteBuffer none(String location) throws IOException {
    throw new IOException("no external data: " + location);
  }

  static float[] images(int count, Shape image) {
    Random random = new Random(7);
    float[] numbers = new float[Math.toIntExact(count * image.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  static float[][] run(Network network, int images, float[] input, Arena arena) {
    float[][] outputs = new float[network.outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      long each = network.outputs().get(i).shape().elements();
      outputs[i] = new float[Math.toIntExact(images * each)];
    }
    network.run(images, new float[][] {input}, outputs, arena);
    return outputs;
  }

  /** Every layer that the network can give, asked for together. */
  private static Network everyLayer(Model model, Shape image) {
    NetworkRequest request = NetworkRequest.of(model, image);
    List<Wanted> layers = new ArrayList<>();
    Network.compile(model, request).layers().forEach(l -> layers.add(Wanted.of(l.name())));
    return Network.compile(model, request.wanting(layers));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyLayerAgreesWithOnnxRuntime(String name) throws IOException, OrtException {
    Example example = TestNetworks.all().get(name);
    Model model = model(example);
    Network network = everyLayer(model, example.image());
    float[] input = images(1, example.image());
    float[][] actual = run(network, 1, input, network.arena(1));
    Example all = TestNetworks.all().get(name);
    for (Layer layer : network.layers()) {
      if (!model.outputs().contains(layer.name())) {
        all.model().output(layer.name());
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(all.model().bytes(), options);
          OnnxTensor x =
              OnnxTensor.createTensor(
                  environment, FloatBuffer.wrap(input), extents(example.image()));
          OrtSession.Result result = session.run(Map.of("x", x))) {
        for (int i = 0; i < actual.length; i++) {
          String layer = network.outputs().get(i).name();
          OnnxTensor expected = (OnnxTensor) result.get(layer).orElseThrow();
          assertNear(name + " " + layer, numbers(expected), actual[i]);
        }
      }
    }
  }

  private static float[] numbers(OnnxTensor tensor) throws OrtException {
    if (tensor.getInfo().type == OnnxJavaType.INT64) {
      long[] longs = new long[tensor.getLongBuffer().remaining()];
      tensor.getLongBuffer().get(longs);
      float[] numbers = new float[longs.length];
      for (int i = 0; i < longs.length; i++) {
        numbers[i] = longs[i];
      }
      return numbers;
    }
    float[] numbers = new float[tensor.getFloatBuffer().remaining()];
    tensor.getFloatBuffer().get(numbers);
    return numbers;
  }

  private static long[] extents(Shape image) {
    Shape batch = image.prepend(1);
    long[] extents = new long[batch.rank()];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = batch.extent(d);
    }
    return extents;
  }

  private static void assertNear(String what, float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, what);
    double low = 0;
    double high = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      low = Math.min(low, expected[i]);
      high = Math.max(high, expected[i]);
      double off = Math.abs((double) actual[i] - expected[i]);
      error = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(error, off);
    }
    double relative = error / Math.max(high - low, 1e-30);
    assertTrue(relative <= TOLERANCE, () -> what + " is off by " + relative + " of the range");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bitsDependOnNeitherBatchNorArenaNorOtherLayers(String name) throws IOException {
    Example example = TestNetworks.all().get(name);
    Model model = model(example);
    Network all = everyLayer(model, example.image());
    int each = Math.toIntExact(example.image().elements());
    float[] input = images(8, example.image());
    float[][] together = run(all, 8, input, all.arena(8));
    Arena used = all.arena(3);
    Arrays.fill(used.activations(), Float.NaN);
    Arrays.fill(used.scratch(), Float.NaN);
    for (int from = 0; from < 8; from += 3) {
      int count = Math.min(3, 8 - from);
      float[] some = Arrays.copyOfRange(input, from * each, (from + count) * each);
      assertParts(all, together, run(all, count, some, used), from, name + " in batches of 3");
    }
    // Each layer alone, so that all that can be is fused.
    for (int i = 0; i < all.outputs().size(); i++) {
      String layer = all.outputs().get(i).name();
      Network alone =
          Network.compile(
              model, NetworkRequest.of(model, example.image()).wanting(List.of(Wanted.of(layer))));
      float[] one = Arrays.copyOf(input, each);
      float[] actual = run(alone, 1, one, alone.arena(1))[0];
      float[] expected = Arrays.copyOf(together[i], actual.length);
      assertArrayEquals(bits(expected), bits(actual), () -> name + " " + layer + " alone");
    }
  }

  private static void assertParts(
      Network network, float[][] together, float[][] part, int from, String what) {
    for (int i = 0; i < part.length; i++) {
      int each = Math.toIntExact(network.outputs().get(i).shape().elements());
      float[] expected = Arrays.copyOfRange(together[i], from * each, from * each + part[i].length);
      String layer = network.outputs().get(i).name();
      assertArrayEquals(bits(expected), bits(part[i]), () -> what + ": " + layer);
    }
  }

  private static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(numbers[i]);
    }
    return bits;
  }
}
