package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The lists of layers in {@code conf/layers} are what they say they are. */
final class LayerListsTest {
  private static final Path FOLDER = Path.of("..", "conf", "layers");

  /** Multiply-adds of an image, in thousands of millions, as the networks' papers have them. */
  private static final Map<String, Double> GIGA_MULTIPLY_ADDS =
      Map.of(
          "vgg16", 15.347,
          "resnet18", 1.814,
          "resnet50", 4.087,
          "resnext50", 4.228,
          "mobilenet_v1", 0.568,
          "squeezenet_1_1", 0.349,
          "densenet121", 2.833,
          "inception_v3", 5.711,
          "unet", 144.797);

  private static final List<String> NETWORKS =
      List.copyOf(new TreeSet<>(GIGA_MULTIPLY_ADDS.keySet()));

  /** {@code conv5_1*3}: the layer comes up three times in the network. */
  private static final Pattern NAME = Pattern.compile("[^*]+(?:\\*(\\d+))?");

  @Test
  void everyListIsNamedHere() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      TreeSet<String> expected = new TreeSet<>(NETWORKS);
      expected.add("odd");
      assertEquals(
          expected,
          files
              .map(file -> file.getFileName().toString().replace(".txt", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @ParameterizedTest
  @FieldSource("NETWORKS")
  void multiplyAddsAreTheNetworks(String network) throws IOException {
    long sum = 0;
    for (ConvSpec spec : specs(network)) {
      sum += spec.outputShape().elements() * spec.reduction() * times(spec);
    }
    assertEquals(GIGA_MULTIPLY_ADDS.get(network), sum / 1e9, 0.0005);
  }

  @ParameterizedTest
  @FieldSource("NETWORKS")
  void outputSizesFollowFromTheSamePaddingOnBothSides(String network) throws IOException {
    for (ConvSpec spec : specs(network)) {
      assertEquals(outputWithSamePadding(spec.height()), spec.height().output(), spec::toString);
      assertEquals(outputWithSamePadding(spec.width()), spec.width().output(), spec::toString);
    }
  }

  @Test
  void extentsOfTheOddListArePrime() throws IOException {
    for (ConvSpec spec : specs("odd")) {
      int[] extents = {
        spec.groups(),
        spec.groupInputChannels(),
        spec.groupOutputChannels(),
        spec.height().input(),
        spec.width().input()
      };
      for (int extent : extents) {
        assertTrue(isPrimeOrOne(extent), () -> extent + " in " + spec);
      }
    }
  }

  private static List<ConvSpec> specs(String list) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(list + ".txt"));
    assertTrue(lines.get(0).startsWith("# "), () -> list + " says what it is");
    List<ConvSpec> specs =
        lines.stream().skip(1).map(LayerListsTest::parsedAndPrinted).collect(Collectors.toList());
    long names = specs.stream().map(ConvSpec::name).distinct().count();
    assertEquals(specs.size(), names, () -> "every layer of " + list + " has its own name");
    return specs;
  }

  private static ConvSpec parsedAndPrinted(String line) {
    ConvSpec spec = ConvSpec.parse(line);
    assertEquals(spec, ConvSpec.parse(spec.toString()), line);
    assertEquals(1, spec.images(), line);
    assertFalse(line.replace("\"" + spec.name() + "\"", "").contains("mb"), line);
    return spec;
  }

  private static int times(ConvSpec spec) {
    Matcher name = NAME.matcher(spec.name());
    assertTrue(name.matches(), spec::toString);
    return name.group(1) == null ? 1 : Integer.parseInt(name.group(1));
  }

  private static int outputWithSamePadding(Axis axis) {
    int extent = (axis.kernel() - 1) * axis.dilation() + 1;
    return Math.floorDiv(axis.input() + 2 * axis.padBefore() - extent, axis.stride()) + 1;
  }

  private static boolean isPrimeOrOne(int number) {
    for (int divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
