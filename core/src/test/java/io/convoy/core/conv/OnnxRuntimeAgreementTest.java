package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A second opinion from code that is not ours: ONNX Runtime and every kernel agree on what a
 * convolution is.
 *
 * <p>ONNX has no negative padding. Where a problem leaves input unread at its end, ONNX Runtime
 * gets the input without those rows and columns; problems whose windows read nothing but padding
 * are left out.
 */
final class OnnxRuntimeAgreementTest {
  /** Of the output's range, zero included. */
  private static final double TOLERANCE = 1e-5;

  static List<ConvSpec> problems() {
    List<ConvSpec> problems =
        RandomSpecs.of(1123, 160).stream()
            .filter(spec -> readsInput(spec.height()) && readsInput(spec.width()))
            .toList();
    assertTrue(problems.size() >= 120, () -> problems.size() + " problems are too few");
    return problems;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyKernelAgreesWithOnnxRuntime(ConvSpec spec) throws OrtException {
    Random random = new Random(spec.toString().hashCode());
    Tensor input = gaussian(spec.inputShape(), random);
    Filter filter =
        new Filter(
            gaussian(spec.weightsShape(), random),
            gaussian(Shape.of(spec.outputChannels()), random).data());
    float[] expected = onnxRuntime(spec, input, filter);

    Map<String, ConvKernel> kernels = new LinkedHashMap<>();
    kernels.put("auto", ConvKernels.choose(spec, "auto"));
    for (ConvKernel kernel : ConvKernels.all()) {
      if (kernel.whyNot(spec).isEmpty()) {
        kernels.put(kernel.name(), kernel);
      }
    }
    kernels.forEach(
        (name, kernel) -> assertAgree(name, run(kernel, spec, input, filter), expected));
  }

  private static float[] run(ConvKernel kernel, ConvSpec spec, Tensor input, Filter filter) {
    PreparedConv conv = kernel.prepare(spec, filter);
    ConvSlice whole = spec.whole();
    Block output =
        Block.zeros(
            whole.images(), whole.outputChannels(), whole.outputRows(), spec.width().output());
    conv.run(Reorder.toBlock(input), output, whole, new float[conv.scratchpadFloats()]);
    return Reorder.toTensor(output).data();
  }

  private static float[] onnxRuntime(ConvSpec spec, Tensor input, Filter filter)
      throws OrtException {
    Axis height = withoutUnreadEnd(spec.height());
    Axis width = withoutUnreadEnd(spec.width());
    Tensor read = crop(input, height.input(), width.input());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session =
              environment.createSession(OnnxConvModel.of(spec, height, width), options);
          OnnxTensor x = tensor(environment, read);
          OnnxTensor w = tensor(environment, filter.weights());
          OnnxTensor b =
              tensor(environment, new Tensor(Shape.of(spec.outputChannels()), filter.bias()));
          OrtSession.Result result = session.run(Map.of("x", x, "w", w, "b", b));
          OnnxTensor y = (OnnxTensor) result.get(0)) {
        float[] numbers = new float[Math.toIntExact(spec.outputShape().elements())];
        y.getFloatBuffer().get(numbers);
        return numbers;
      }
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] extents = Arrays.stream(tensor.shape().extents()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.data()), extents);
  }

  private static void assertAgree(String kernel, float[] actual, float[] expected) {
    assertEquals(expected.length, actual.length);
    double low = 0;
    double high = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      low = Math.min(low, expected[i]);
      high = Math.max(high, expected[i]);
      error = Math.max(error, Math.abs((double) actual[i] - expected[i]));
    }
    double relative = error / (high - low);
    assertTrue(relative <= TOLERANCE, () -> kernel + " is off by " + relative + " of the range");
  }

  private static boolean readsInput(Axis axis) {
    return axis.input() + axis.padAfter() >= 1;
  }

  private static Axis withoutUnreadEnd(Axis axis) {
    int unread = Math.max(0, -axis.padAfter());
    return new Axis(
        axis.input() - unread,
        axis.kernel(),
        axis.stride(),
        axis.dilation(),
        axis.padBefore(),
        axis.padAfter() + unread);
  }

  /** The first rows and columns of each plane. */
  private static Tensor crop(Tensor input, int rows, int columns) {
    Block all = Reorder.toBlock(input);
    Block kept = Block.zeros(all.images(), all.channels(), Range.all(rows), columns);
    for (int n = 0; n < kept.images().to(); n++) {
      for (int h = 0; h < rows; h++) {
        System.arraycopy(
            all.data(),
            all.index(n, 0, h, 0),
            kept.data(),
            kept.index(n, 0, h, 0),
            columns * kept.channels().to());
      }
    }
    return Reorder.toTensor(kept);
  }

  private static Tensor gaussian(Shape shape, Random random) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }
}
