package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks of several sizes, and layers, that share their weights. */
final class PackedWeightsTest {
  @Test
  void aSecondSizePacksNothingAndGivesTheBitsOfItsOwnWeights() throws IOException {
    Example example = TestNetworks.all().get("unet");
    Model model = NetworkAgreementTest.model(example);
    Shape image = example.image();
    Shape larger = Shape.of(image.extent(0), 2 * image.extent(1), 2 * image.extent(2));
    PackedWeights shared = new PackedWeights();
    Network.compile(model, NetworkRequest.of(model, image), shared);
    long once = shared.bytes();
    Network second = Network.compile(model, NetworkRequest.of(model, larger), shared);
    assertEquals(once, shared.bytes());
    Network alone = Network.compile(model, NetworkRequest.of(model, larger));
    float[] input = NetworkAgreementTest.images(2, larger);
    assertArrayEquals(
        NetworkAgreementTest.run(alone, 2, input, alone.arena(2))[0],
        NetworkAgreementTest.run(second, 2, input, second.arena(2))[0]);
  }

  /** Winograd's sum has other points at stride 2, and so other weights of the same numbers. */
  @Test
  void theSameWeightsWithAnotherStrideArePackedApart() {
    ConvSpec dense = ConvSpec.parse("ic16ih28oc16kh3ph1");
    ConvSpec strided = ConvSpec.parse("ic16ih28oc16oh14kh3sh2ph1");
    Tensor numbers = Tensor.zeros(dense.weightsShape());
    Random random = new Random(1);
    for (int i = 0; i < numbers.data().length; i++) {
      numbers.data()[i] = (float) random.nextGaussian();
    }
    Filter filter = Filter.of(numbers);
    PackedWeights shared = new PackedWeights();
    shared.prepared(dense, "winograd", "w", () -> filter);
    PreparedConv second = shared.prepared(strided, "winograd", "w", () -> filter);
    PreparedConv alone = ConvKernels.choose(strided, "winograd").prepare(strided, filter);
    assertArrayEquals(outputs(alone), outputs(second));
  }

  private static float[] outputs(PreparedConv conv) {
    ConvSpec spec = conv.spec();
    Tensor image = Tensor.zeros(spec.inputShape());
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = i % 7 - 3;
    }
    Block output =
        Block.zeros(
            Range.all(1),
            Range.all(spec.outputChannels()),
            Range.all(spec.height().output()),
            spec.width().output());
    conv.run(Reorder.toBlock(image), output, spec.whole(), new float[conv.scratchpadFloats()]);
    return output.data();
  }
}
