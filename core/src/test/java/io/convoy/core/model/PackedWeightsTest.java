package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Networks of several sizes that share their weights. */
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
}
