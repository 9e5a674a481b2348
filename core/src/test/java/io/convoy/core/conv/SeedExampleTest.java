package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The worked examples of "Multiple Input and Output Channels" in Dive into Deep Learning. */
class SeedExampleTest {
  private static final Tensor X =
      new Tensor(
          Shape.of(1, 2, 3, 3), new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9});

  private static final Tensor K =
      new Tensor(
          Shape.of(3, 2, 2, 2),
          new float[] {
            0, 1, 2, 3, 1, 2, 3, 4,
            1, 2, 3, 4, 2, 3, 4, 5,
            2, 3, 4, 5, 3, 4, 5, 6
          });

  @Test
  void threeOutputChannelsFromTwoInputChannels() {
    ConvSpec spec = ConvSpec.parse("ic2ih3oc3kh2");
    float[] expected = {56, 72, 104, 120, 76, 100, 148, 172, 96, 128, 192, 224};
    for (ConvKernel kernel : ConvKernels.all()) {
      if (kernel.whyNot(spec).isEmpty()) {
        assertArrayEquals(expected, run(kernel, spec, K, X).data(), kernel.name());
      }
    }
  }

  @Test
  void oneByOneConvolutionIsAMatrixProductToTheLastBit() {
    ConvSpec spec = ConvSpec.parse("ic3ih3oc2kh1");
    Tensor x = new Tensor(Shape.of(1, 3, 3, 3), fractions(27));
    Tensor k = new Tensor(Shape.of(2, 3, 1, 1), fractions(6));
    assertArrayEquals(
        run(new DirectConv(), spec, k, x).data(), run(new PointwiseConv(), spec, k, x).data());
  }

  private static float[] fractions(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 37 % 101) / 101f;
    }
    return numbers;
  }

  private static Tensor run(ConvKernel kernel, ConvSpec spec, Tensor weights, Tensor x) {
    PreparedConv prepared = kernel.prepare(spec, Filter.of(weights));
    Block input = Reorder.toBlock(x);
    Block output = Reorder.toBlock(Tensor.zeros(spec.outputShape()));
    prepared.run(input, output, spec.whole(), new float[prepared.scratchpadFloats()]);
    return Reorder.toTensor(output);
  }
}
