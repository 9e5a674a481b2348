package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The draws are what the tests that use them count on: repeatable, and of every kind. */
final class RandomSpecsTest {
  private static final List<ConvSpec> SPECS = RandomSpecs.of(1, 300);

  @Test
  void aSeedGivesTheSameProblems() {
    assertEquals(SPECS.subList(0, 50), RandomSpecs.of(1, 50));
  }

  @Test
  void theTextOfEachReadsBack() {
    for (ConvSpec spec : SPECS) {
      assertEquals(spec, ConvSpec.parse(spec.toString()));
    }
  }

  @Test
  void everyKindComesUpOften() {
    Map<String, Predicate<ConvSpec>> kinds = new LinkedHashMap<>();
    kinds.put("grouped", s -> s.groups() > 1 && s.groupInputChannels() > 1);
    kinds.put("depthwise", s -> s.groups() > 1 && s.groupInputChannels() == 1);
    kinds.put("multiplier", s -> s.groupInputChannels() == 1 && s.groupOutputChannels() > 1);
    kinds.put("odd channels", s -> s.inputChannels() % 2 == 1 && s.outputChannels() % 2 == 1);
    kinds.put("strided", s -> s.height().stride() > 1);
    kinds.put("dilated", s -> s.width().dilation() > 1 && s.width().kernel() > 1);
    kinds.put("pointwise", s -> s.height().kernel() == 1 && s.width().kernel() == 1);
    kinds.put("line", s -> s.height().input() == 1 && s.width().input() > 1);
    kinds.put("kernel across", s -> s.height().kernel() == 1 && s.width().kernel() > 1);
    kinds.put("kernel down", s -> s.width().kernel() == 1 && s.height().kernel() > 1);
    kinds.put(
        "Winograd's line", s -> WinogradLine.isLine(s) && new WinogradConv().whyNot(s).isEmpty());
    kinds.put("11 taps", s -> s.height().kernel() == 11 || s.width().kernel() == 11);
    kinds.put("asymmetric", s -> s.height().padBefore() != s.height().padAfter());
    kinds.put("unread input", s -> s.height().padAfter() < 0);
    kinds.put("much padding", s -> s.width().padBefore() > s.width().kernel());
    kinds.put("several images", s -> s.images() > 1);
    kinds.forEach(
        (kind, is) -> {
          long count = SPECS.stream().filter(is).count();
          assertTrue(count >= 10, kind + " comes up " + count + " times");
        });
  }
}
