package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a compiled network says of itself, and runs that start or end inside of it. */
final class NetworkTest {
  private static Network compile(String name, String... wanted) throws IOException {
    Example example = TestNetworks.all().get(name);
    Model model = NetworkAgreementTest.model(example);
    List<Wanted> layers = java.util.Arrays.stream(wanted).map(Wanted::parse).toList();
    return Network.compile(model, NetworkRequest.of(model, example.image()).wanting(layers));
  }

  @Test
  void aRunContinuesFromALayerWithTheSameBits() throws IOException {
    Example example = TestNetworks.all().get("residual");
    Model model = NetworkAgreementTest.model(example);
    Network whole = compile("residual", "r3", "prob");
    float[] input = NetworkAgreementTest.images(2, example.image());
    float[][] all = NetworkAgreementTest.run(whole, 2, input, whole.arena(2));
    Shape inner = whole.outputs().get(0).shape();
    NetworkRequest request =
        NetworkRequest.of(model, example.image())
            .from("r3", inner)
            .wanting(List.of(Wanted.of("prob")));
    Network rest = Network.compile(model, request);
    assertEquals(List.of(new Port("r3", inner)), rest.inputs());
    float[][] continued = NetworkAgreementTest.run(rest, 2, all[0], rest.arena(2));
    assertArrayEquals(all[1], continued[0]);
    assertTrue(rest.layers().stream().noneMatch(layer -> layer.name().equals("c1")));
  }

  /** A layer that is folded into the next says so; every other gives what the whole run gives. */
  @ParameterizedTest
  @MethodSource("io.convoy.core.model.NetworkAgreementTest#networks")
  void aRunContinuesWithTheSameBitsFromAnyLayerThatItCanStartAt(String name) throws IOException {
    Example example = TestNetworks.all().get(name);
    Model model = NetworkAgreementTest.model(example);
    String last = model.outputs().get(0);
    NetworkRequest request = NetworkRequest.of(model, example.image());
    List<String> layers =
        Network.compile(model, request).layers().stream().map(Layer::name).toList();
    float[] input = NetworkAgreementTest.images(1, example.image());
    int continued = 0;
    for (String layer : layers.subList(0, layers.size() - 1)) {
      Network whole =
          Network.compile(model, request.wanting(List.of(Wanted.of(layer), Wanted.of(last))));
      float[][] all = NetworkAgreementTest.run(whole, 1, input, whole.arena(1));
      Network rest;
      try {
        Shape inner = whole.outputs().get(0).shape();
        rest = Network.compile(model, request.from(layer, inner).wanting(List.of(Wanted.of(last))));
      } catch (IllegalArgumentException e) {
        // The last is a tensor whose first extent is no longer the batch.
        assertTrue(
            Stream.of("is not given", "is folded into", "must keep the number of elements")
                .anyMatch(e.getMessage()::contains),
            e::getMessage);
        continue;
      }
      float[][] actual = NetworkAgreementTest.run(rest, 1, all[0], rest.arena(1));
      assertArrayEquals(all[1], actual[0], () -> name + " from " + layer);
      continued++;
    }
    assertTrue(continued > 0, name);
  }

  /** Eleven images are more than go through the steps at once, so they go in two parts. */
  @ParameterizedTest
  @MethodSource("io.convoy.core.model.NetworkAgreementTest#networks")
  void imagesInPartsHaveTheBitsOfEachAlone(String name) throws IOException {
    Example example = TestNetworks.all().get(name);
    Model model = NetworkAgreementTest.model(example);
    Network network = Network.compile(model, NetworkRequest.of(model, example.image()));
    int count = 11;
    assertTrue(network.preferredImages() < count);
    assertEquals(6, network.together(count, network.steps().size() - 1));
    assertEquals(network.arenaBytes(6), network.arenaBytes(count));
    float[] images = NetworkAgreementTest.images(count, example.image());
    float[][] all = NetworkAgreementTest.run(network, count, images, network.arena(count));
    Arena one = network.arena(1);
    int length = images.length / count;
    for (int n = 0; n < count; n++) {
      float[] image = Arrays.copyOfRange(images, n * length, (n + 1) * length);
      float[][] alone = NetworkAgreementTest.run(network, 1, image, one);
      for (int p = 0; p < alone.length; p++) {
        int size = alone[p].length;
        assertArrayEquals(alone[p], Arrays.copyOfRange(all[p], n * size, (n + 1) * size));
      }
    }
  }

  /** That they have the bits of each alone, the test above shows of this one as well. */
  @Test
  void theLastStepsTakeMoreImagesAtOnceThanLargeMapsDo() throws IOException {
    Network network = compile("classifier");
    int last = network.steps().size() - 1;
    assertTrue(network.together(8, 0) < 8, "maps of 8 images are too large");
    assertEquals(8, network.together(8, last));
    assertEquals(8, network.preferredImages());
  }

  @Test
  void anArenaThatIsAskedForIsNotExceededForTheSakeOfTheLastSteps() throws IOException {
    Example example = TestNetworks.all().get("classifier");
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request = NetworkRequest.of(model, example.image());
    long most = Network.compile(model, request).arenaBytes(1);
    assertTrue(Network.compile(model, request.within(most)).arenaBytes(1) <= most);
  }

  @Test
  void productsAndSumsOfChannelsAreFolded() throws IOException {
    Network network = compile("scaled");
    assertEquals(
        List.of(
            "Input x",
            "Conv+Affine s2",
            "Conv d5",
            "Conv g",
            "ConvTranspose t3",
            "Reorder t3",
            "ConvTranspose u",
            "Reorder u",
            "Sigmoid u1",
            "Affine j2",
            "Output j2"),
        network.steps().stream().map(step -> step.operator() + " " + step.tensor()).toList());
  }

  @Test
  void poolsAreOneNumberAChannel() throws IOException {
    Network network = compile("residual", "r3", "r3:avg", "r3:max");
    assertEquals(
        List.of("r3", "r3:avg", "r3:max"), network.outputs().stream().map(Port::name).toList());
    assertEquals(Shape.of(16), network.outputs().get(1).shape());
    Shape image = TestNetworks.all().get("residual").image();
    float[][] out =
        NetworkAgreementTest.run(
            network, 1, NetworkAgreementTest.images(1, image), network.arena(1));
    int pixels = out[0].length / 16;
    double sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < pixels; p++) {
      sum += out[0][p];
      most = Math.max(most, out[0][p]);
    }
    assertEquals(sum / pixels, out[1][0], 1e-5);
    assertEquals(most, out[2][0]);
  }

  @Test
  void globsTakeLayersInTheOrderOfTheModel() throws IOException {
    Network network = compile("residual", "r?");
    assertEquals(
        List.of("r1", "r2", "r3", "r5"), network.outputs().stream().map(Port::name).toList());
  }

  @Test
  void tailsAreFusedAndDeadBranchesCut() throws IOException {
    Network network = compile("residual", "r3");
    List<String> operators =
        network.steps().stream().map(step -> step.operator() + " " + step.tensor()).toList();
    assertEquals(
        List.of("Input x", "Conv r1", "MaxPool p1", "Conv r2", "Conv r3", "Output r3"), operators);
    assertEquals(
        List.of("c3_node", "n3_node", "a3_node", "r3_node"), network.steps().get(4).covers());
    assertTrue(network.explain().contains("fuse residuals and activations"), network.explain());
  }

  @Test
  void functionsAreAppliedInPlaceWhereNobodyElseReads() throws IOException {
    Network network = compile("gated");
    List<String> operators = network.steps().stream().map(StepFacts::operator).toList();
    assertTrue(
        operators.containsAll(List.of("Conv+Swish", "Conv+Sigmoid", "Conv+Tanh", "Conv+Elu")),
        operators::toString);
    StepFacts first = network.steps().get(1);
    assertEquals("s1", first.tensor());
    assertEquals(List.of("c1_node", "n1_node", "g1_node", "s1_node"), first.covers());
  }

  @Test
  void joinedLayersAreWrittenInPlace() throws IOException {
    Network network = compile("dense");
    assertTrue(
        network.steps().stream().noneMatch(step -> step.operator().equals("Concat")),
        () -> network.steps().toString());
  }

  @Test
  void layersTellShapeAndCost() throws IOException {
    Network network = compile("residual");
    Layer first = network.layers().get(0);
    assertEquals("c1", first.name());
    assertEquals("Conv", first.operator());
    assertEquals(Shape.of(16, 17, 15), first.shape());
    assertEquals(16L * 17 * 15 * 3 * 49, first.work().multiplyAdds());
    assertTrue(network.arenaBytes(8) > network.arenaBytes(1));
    assertTrue(network.preferredImages() >= 1);
  }
}
