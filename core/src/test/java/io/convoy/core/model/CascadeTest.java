package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that are run by bands of rows for the cache's sake: the bits of a run without. */
final class CascadeTest {
  /** Networks without two steps on maps of rows. */
  private static final Set<String> ONE_ROW = Set.of("line", "plain");

  private static Network compile(Model model, NetworkRequest request, Network.Cascading cascading) {
    return Network.compile(
        model, request, new PackedWeights(), (search, floats) -> Optional.empty(), cascading);
  }

  /** Cascades of as many steps as can be, and no more than {@code most}. */
  private static List<Cascade> all(List<Step> steps, int most, int height) {
    List<Cascade> all = new ArrayList<>();
    for (int first = 0; first < steps.size(); ) {
      int end = first + 1;
      while (end < steps.size() && end - first < most && Cascade.isAble(steps, first, end + 1)) {
        end++;
      }
      if (end - first > 1) {
        all.add(new Cascade(steps, first, end, height));
      }
      first = end;
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("io.convoy.core.model.BandsTest#networks")
  void bitsDependOnNoCascade(String name) throws Exception {
    Example example = BandsTest.example(name);
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request = NetworkRequest.of(model, example.image());
    float[] input = NetworkAgreementTest.images(3, example.image());
    Network whole = BandsTest.whole(model, request);
    float[] expected = NetworkAgreementTest.run(whole, 3, input, whole.arena(3))[0];
    for (int most : new int[] {2, 3, 5, 1000}) {
      for (int height : new int[] {1, 3, 8, 21, 50}) {
        Network cascades = compile(model, request, (steps, end) -> all(steps, most, height));
        assertEquals(ONE_ROW.contains(name), cascades.cascades().isEmpty());
        for (int images : new int[] {1, 3}) {
          float[] some = Arrays.copyOf(expected, expected.length / 3 * images);
          String which = name + ", steps=" + most + ", rows=" + height + ", images=" + images;
          Arena arena = cascades.arena(images);
          NetworkAgreementTest.run(cascades, images, input, arena);
          float[] again = NetworkAgreementTest.run(cascades, images, input, arena)[0];
          assertArrayEquals(some, again, which);
          float[] together = CrewTest.run(cascades, images, input, cascades.arenas(images, 2))[0];
          assertArrayEquals(some, together, which);
        }
      }
    }
  }

  /** A wide map between two narrow ones is not kept; nothing is cut where all maps are small. */
  @Test
  void largeMapsAreNotKept() throws IOException {
    OnnxWriter m = new OnnxWriter(11).input("x", 1, 8, 64, 64);
    m.weights("a.w", 0.1, 64, 8, 1, 1);
    m.node("Conv", "a", "x a.w");
    m.weights("b.w", 0.1, 64, 1, 3, 3);
    m.node(
        "Conv", "b", "a b.w", OnnxWriter.ints("pads", 1, 1, 1, 1), OnnxWriter.number("group", 64));
    m.weights("c.w", 0.1, 8, 64, 1, 1);
    m.node("Conv", "c", "b c.w");
    Example example = new Example(m.output("c"), Shape.of(8, 64, 64));
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request = NetworkRequest.of(model, example.image());
    long whole = BandsTest.whole(model, request).arenaBytes(1);
    Network cut = compile(model, request, (steps, end) -> CascadeSearch.within(steps, 512 << 10));
    assertEquals(1, cut.cascades().size());
    assertEquals(1, cut.cascades().get(0).first());
    assertEquals(4, cut.cascades().get(0).end());
    assertTrue(cut.arenaBytes(1) < whole / 2, () -> cut.arenaBytes(1) + " of " + whole);
    Network same = compile(model, request, (steps, end) -> CascadeSearch.within(steps, 16 << 20));
    assertEquals(List.of(), same.cascades());
    assertEquals(whole, same.arenaBytes(1));
  }
}
