package io.convoy.core.model;

import static io.convoy.core.model.OnnxWriter.ints;
import static io.convoy.core.model.OnnxWriter.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that begin by bands of rows: the bits of a run without, in less memory. */
final class BandsTest {
  static List<String> networks() {
    List<String> names = new ArrayList<>(TestNetworks.all().keySet());
    names.add("windows");
    return names;
  }

  static Example example(String name) {
    return name.equals("windows") ? windows() : TestNetworks.all().get(name);
  }

  /**
   * What reads rows in every way: strides, dilation, padding on one side, windows cut short, and
   * backwards.
   */
  private static Example windows() {
    OnnxWriter m = new OnnxWriter(11).input("x", -1, 16, 41, 13);
    m.weights("a.w", 0.1, 20, 16, 3, 3).weights("a.b", 0.1, 20);
    m.node("Conv", "a", "x a.w a.b", ints("pads", 1, 1, 1, 1));
    m.node("Relu", "ar", "a");
    m.weights("b.w", 0.1, 20, 20, 3, 3);
    m.node("Conv", "b", "ar b.w", ints("pads", 1, 1, 1, 1));
    m.node("Add", "ab", "b ar");
    m.weights("c.w", 0.1, 20, 20, 3, 3);
    m.node("Conv", "c", "ab c.w", ints("pads", 3, 2, 0, 2), ints("dilations", 2, 2));
    m.weights("d.w", 0.1, 20, 1, 5, 3);
    m.node(
        "Conv", "d", "c d.w", ints("pads", 0, 1, 4, 1), ints("strides", 2, 1), number("group", 20));
    m.node(
        "MaxPool",
        "e",
        "d",
        ints("kernel_shape", 3, 3),
        ints("strides", 2, 2),
        ints("pads", 0, 0, 1, 1),
        number("ceil_mode", 1));
    m.node(
        "AveragePool",
        "f",
        "d",
        ints("kernel_shape", 2, 2),
        ints("strides", 2, 2),
        number("ceil_mode", 1));
    m.node("Sigmoid", "es", "e");
    m.node("Concat", "g", "es f e", number("axis", 1));
    m.weights("h.w", 0.1, 16, 60, 1, 1);
    m.node("Conv", "h", "g h.w");
    m.node("Tanh", "t", "h");
    m.weights("i.w", 0.1, 16, 16, 3, 3);
    m.longs("last", -1).longs("first", -1000).longs("rows", 2).longs("back", -1);
    m.node("Slice", "turned", "t last first rows back");
    m.node("Conv", "i", "turned i.w", ints("pads", 1, 1, 1, 1));
    m.node("GlobalMaxPool", "q", "i");
    m.node("Mul", "u", "i q");
    return new Example(m.output("u"), Shape.of(16, 41, 13));
  }

  private static Network inBands(Model model, NetworkRequest request, int prefix, int height) {
    return Network.compile(
        model,
        request,
        new PackedWeights(),
        (search, floats) ->
            prefix > search.able() ? Optional.empty() : Optional.of(search.bands(prefix, height)),
        (steps, end) -> List.of());
  }

  /** All maps at once. */
  static Network whole(Model model, NetworkRequest request) {
    return Network.compile(
        model,
        request,
        new PackedWeights(),
        (search, floats) -> Optional.empty(),
        (steps, end) -> List.of());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bitsDependNeitherOnTheCutNorOnTheBands(String name) throws IOException {
    Example example = example(name);
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request = NetworkRequest.of(model, example.image());
    float[] input = NetworkAgreementTest.images(2, example.image());
    Network whole = whole(model, request);
    float[][] expected = NetworkAgreementTest.run(whole, 2, input, whole.arena(2));
    int checked = 0;
    for (int prefix = 1; ; prefix++) {
      // Of a tall map not every height: those that tiles of four rows and strides can tell apart.
      for (int height = 1; ; height += Math.max(1, height / 12)) {
        Network bands = inBands(model, request, prefix, height);
        if (bands.bands().isEmpty()) {
          assertEquals(name.equals("line"), checked == 0);
          return;
        }
        float[][] actual = NetworkAgreementTest.run(bands, 2, input, bands.arena(2));
        String which = name + ", " + bands.bands().get();
        for (int i = 0; i < expected.length; i++) {
          assertArrayEquals(expected[i], actual[i], which);
        }
        checked++;
        if (bands.bands().get().count() == 1) {
          break;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyLayerAndItsPoolsAreWrittenByBands(String name) throws IOException {
    Example example = example(name);
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest all = NetworkRequest.of(model, example.image());
    List<Wanted> wanted = new ArrayList<>();
    for (Layer layer : Network.compile(model, all).layers()) {
      wanted.add(Wanted.of(layer.name()));
      if (layer.shape().rank() == 3) {
        wanted.add(new Wanted(layer.name(), Wanted.Pooling.AVG));
        wanted.add(new Wanted(layer.name(), Wanted.Pooling.MAX));
      }
    }
    NetworkRequest request = all.wanting(wanted);
    float[] input = NetworkAgreementTest.images(1, example.image());
    Network whole = whole(model, request);
    float[][] expected = NetworkAgreementTest.run(whole, 1, input, whole.arena(1));
    for (long bytes = whole.arenaBytes(1) * 3 / 4; bytes > 0; bytes /= 2) {
      Network bands = Network.compile(model, request.within(bytes));
      assertTrue(bands.arenaBytes(1) <= whole.arenaBytes(1), bands.bands()::toString);
      Arena arena = bands.arena(1);
      NetworkAgreementTest.run(bands, 1, input, arena);
      float[][] actual = NetworkAgreementTest.run(bands, 1, input, arena);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], actual[i], bands.outputs().get(i) + ", " + bands.bands());
      }
    }
  }

  @Test
  void theArenaIsAsSmallAsAskedForAndHalosAreCounted() throws IOException {
    Example example = TestNetworks.all().get("gated");
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request =
        NetworkRequest.of(model, example.image()).wanting(List.of(Wanted.parse("s2:avg")));
    long whole = whole(model, request).arenaBytes(1);
    // A third; or where caches are large and scratchpads with them, what leaves rows as much room,
    // and half at most.
    long least = Network.compile(model, request.within(1)).arenaBytes(1);
    long asked = Math.min(whole / 2, Math.max(whole / 3, least + (whole - least) / 6));
    Network network = Network.compile(model, request.within(asked));
    RowBands bands = network.bands().orElseThrow();
    assertTrue(network.arenaBytes(1) <= asked, bands::toString);
    assertEquals("s2:avg", bands.until());
    assertEquals(List.of("s2:avg"), bands.kept());
    assertTrue(bands.extraMultiplyAdds() > 0, bands::toString);
    assertTrue(bands.extraMultiplyAdds() < network.work().multiplyAdds() / 4, bands::toString);
    StepFacts first = network.steps().get(1);
    assertTrue(first.times() > 1 && first.times() < 2, first::toString);
    assertTrue(
        network.steps().stream().skip(bands.steps()).allMatch(step -> step.times() == 1),
        () -> network.steps().toString());
  }
}
