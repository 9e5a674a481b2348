package io.convoy.core.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.conv.ConvKernels;
import io.convoy.core.cost.ConvFigures.Plane;
import io.convoy.core.cost.CostModel.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {
  /** A core of Zen 3, as it was measured beside the times below. */
  private static final Machine ZEN3 = zen3(Map.of("direct", 0.92, "pointwise", 0.92));

  private static final CostModel MODEL = new CostModel(ZEN3);

  /** A stride of 1. */
  private static final Plane EACH = new Plane(1, 1);

  /** Milliseconds of whole layers of ResNet-50 and VGG-16, one image, on that core. */
  @ParameterizedTest
  @CsvSource({
    "pointwise, 64, 256, 56, 56, 1, 1.55",
    "pointwise, 256, 64, 56, 56, 1, 1.38",
    "pointwise, 128, 512, 28, 28, 1, 1.28",
    "pointwise, 512, 128, 28, 28, 1, 1.14",
    "pointwise, 1024, 256, 14, 14, 1, 1.18",
    "direct, 3, 64, 224, 112, 7, 3.55",
    "direct, 3, 64, 224, 224, 3, 3.3",
    "direct, 128, 128, 56, 28, 3, 2.65",
    "direct, 256, 256, 28, 14, 3, 2.66",
    "winograd, 64, 64, 56, 56, 3, 1.18",
    "winograd, 128, 128, 28, 28, 3, 0.93",
    "winograd, 256, 256, 14, 14, 3, 1.19",
    "winograd, 512, 512, 7, 7, 3, 2.34",
    "winograd, 64, 64, 224, 224, 3, 18.1",
    "winograd, 128, 128, 112, 112, 3, 15.0",
    "winograd, 256, 256, 56, 56, 3, 13.9",
    "depthwise, 32, 32, 112, 112, 3, 0.50",
    "depthwise, 128, 128, 56, 28, 3, 0.22",
  })
  void kernelsTakeWhatWasMeasuredWithinAThird(
      String algorithm, int in, int out, int from, int to, int kernel, double millis) {
    int groups = algorithm.equals("depthwise") ? in : 1;
    ConvFigures layer =
        new ConvFigures(
            algorithm,
            groups,
            in,
            out,
            new Plane(from, from),
            new Plane(to, to),
            new Plane(kernel, kernel),
            new Plane(from / to, from / to));
    double predicted = MODEL.kernelSeconds(layer) * 1e3;
    assertTrue(
        predicted / millis > 0.75 && predicted / millis < 1.33,
        layer + ": predicted=" + predicted + " ms, measured=" + millis);
  }

  /** Milliseconds of Inception v3's lines, one image, on a core of Zen 4 with AVX-512. */
  @ParameterizedTest
  @CsvSource({
    "128, 128, 17, 1, 7, 0.272",
    "128, 128, 17, 7, 1, 0.271",
    "160, 192, 17, 7, 1, 0.499",
    "192, 192, 17, 1, 7, 0.581",
    "384, 384, 8, 1, 3, 0.262",
    "384, 384, 8, 3, 1, 0.262",
    "64, 64, 28, 1, 5, 0.155",
    "32, 32, 28, 1, 7, 0.069",
  })
  void linesTakeWhatWasMeasuredWithinAQuarter(
      int in, int out, int map, int rows, int columns, double millis) {
    Plane plane = new Plane(map, map);
    ConvFigures layer =
        new ConvFigures("winograd", 1, in, out, plane, plane, new Plane(rows, columns), EACH);
    double predicted = new CostModel(zen4()).kernelSeconds(layer) * 1e3;
    assertTrue(
        predicted / millis > 0.8 && predicted / millis < 1.25,
        layer + ": predicted=" + predicted + " ms, measured=" + millis);
  }

  @Test
  void everyKernelHasACost() {
    ConvKernels.all()
        .forEach(kernel -> assertTrue(MODEL.kernelSeconds(layer(kernel.name(), 64)) > 0));
    assertThrows(IllegalArgumentException.class, () -> MODEL.kernelSeconds(layer("magic", 64)));
  }

  @Test
  void winogradMultipliesAQuarterAsOften() {
    ConvFigures direct = layer("direct", 64);
    ConvFigures winograd = layer("winograd", 64);
    assertEquals(64L * 56 * 56 * 64 * 9, direct.multiplyAdds());
    assertEquals(direct.multiplyAdds(), direct.multiplications());
    assertEquals(direct.multiplyAdds(), winograd.multiplyAdds());
    assertEquals(direct.multiplyAdds() / 4, winograd.multiplications());
  }

  @Test
  void winogradMultipliesAFifthAsOftenInTilesOfSix() {
    ConvFigures winograd = layer("winograd6", 64);
    // 56 is six times 6 and four times 5: eight products for six outputs, and seven for five.
    long points = 6 * 8 + 4 * 7;
    assertEquals(points * points * 64 * 64, winograd.multiplications());
    assertEquals(layer("direct", 64).multiplyAdds(), winograd.multiplyAdds());
  }

  @Test
  void strassenSavesLessThanTheEighthOfItsProducts() {
    ConvFigures pointwise = pointwise("pointwise");
    ConvFigures strassen = pointwise("strassen");
    assertEquals(pointwise.multiplyAdds(), strassen.multiplyAdds());
    assertEquals(pointwise.multiplyAdds() * 7 / 8, strassen.multiplications());
    double ratio = MODEL.kernelSeconds(strassen) / MODEL.kernelSeconds(pointwise);
    // 0.92 to 0.93 in whole networks, on Zen 4.
    assertTrue(ratio > 0.89 && ratio < 0.95, "ratio=" + ratio);
  }

  private static ConvFigures pointwise(String algorithm) {
    Plane map = new Plane(14, 14);
    return new ConvFigures(algorithm, 1, 512, 512, map, map, new Plane(1, 1), EACH);
  }

  @Test
  void winogradMultipliesOfALineTenTimesForFourOutputsOfSevenTaps() {
    Plane map = new Plane(17, 17);
    ConvFigures across = new ConvFigures("winograd", 1, 128, 192, map, map, new Plane(1, 7), EACH);
    ConvFigures down = new ConvFigures("winograd", 1, 128, 192, map, map, new Plane(7, 1), EACH);
    // 17 is 4 + 4 + 3 + 3 + 3: ten products for four outputs, and nine for three.
    assertEquals(17L * (2 * 10 + 3 * 9) * 128 * 192, across.multiplications());
    assertEquals(across.multiplications(), down.multiplications());
    assertEquals(17L * 17 * 7 * 128 * 192, across.multiplyAdds());
  }

  @Test
  void winogradMultipliesOfStride2NineTimesForFourOutputsAlongAnAxis() {
    Plane input = new Plane(34, 28);
    ConvFigures layer =
        new ConvFigures(
            "winograd", 1, 64, 32, input, new Plane(17, 14), new Plane(3, 3), new Plane(2, 2));
    // 17 is 4 + 4 + 3 + 3 + 3 and 14 is 4 + 4 + 3 + 3: nine products for four, seven for three.
    assertEquals((2 * 9 + 3 * 7) * (2 * 9 + 2 * 7) * 64L * 32, layer.multiplications());
  }

  /** As the planner asks for a part of the rows: the input is that of the whole layer. */
  @Test
  void winogradOfSomeRowsHasTheProductsOfItsStride() {
    Plane map = new Plane(56, 56);
    ConvFigures half =
        new ConvFigures("winograd", 1, 64, 64, map, new Plane(28, 56), new Plane(3, 3), EACH);
    assertEquals(layer("winograd", 64).multiplications(), 2 * half.multiplications());
  }

  @Test
  void winogradsWeightsComeOnceABlockOfTilesWhereTheyOutgrowTheCache() {
    ConvFigures large = layer("winograd", 512);
    assertEquals(MODEL.kernelSeconds(large, 1), MODEL.kernelSeconds(large, 8));
    ConvFigures small = layer("winograd", 64);
    double bytes = 4.0 * 36 * 64 * 64;
    assertEquals(
        7.0 / 8 * MODEL.movedSeconds((long) bytes),
        MODEL.kernelSeconds(small, 1) - MODEL.kernelSeconds(small, 8),
        1e-9);
  }

  @Test
  void aMeasuredShareStandsBeforeTheTable() {
    CostModel faster = new CostModel(zen3(Map.of("direct", 0.99)));
    assertTrue(
        faster.kernelSeconds(layer("direct", 64)) < MODEL.kernelSeconds(layer("direct", 64)));
  }

  @Test
  void readingAPhotoIsDecodingAndReadingATensorIsNot() {
    long numbers = 3 * 224 * 224;
    double whole = MODEL.readSeconds(Source.JPEG, 12 * numbers, 12 * numbers);
    double resized = MODEL.readSeconds(Source.JPEG, 12 * numbers, numbers);
    double tensor = MODEL.readSeconds(Source.TENSOR, numbers, numbers);
    assertTrue(resized < 2 * whole && resized > 10 * tensor);
  }

  @Test
  void aMachineWithoutARateIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Machine.Starts(0.1, Double.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1));
  }

  private static ConvFigures layer(String algorithm, int channels) {
    Plane map = new Plane(56, 56);
    return new ConvFigures(algorithm, 1, channels, channels, map, map, new Plane(3, 3), EACH);
  }

  /**
   * A core of Zen 4, with what its kernels reach. Its memory is the last cache, where a layer that
   * is measured again and again lies.
   */
  private static Machine zen4() {
    Machine zen3 = zen3(Map.of());
    Machine.Core core =
        new Machine.Core(
            2,
            512,
            59e9,
            1,
            40e9,
            34e9,
            1e9,
            1e9,
            1e9,
            Machine.Ends.TYPICAL,
            Map.of("direct", 0.95, "winograd", 0.95));
    return new Machine(
        "AMD EPYC (family 25, model 17)", false, core, zen3.images(), zen3.files(), zen3.starts());
  }

  private static Machine zen3(Map<String, Double> shares) {
    return new Machine(
        "AMD EPYC (family 25, model 1)",
        false,
        new Machine.Core(2, 256, 50e9, 1, 36e9, 10e9, 1e9, 1e9, 1e9, Machine.Ends.TYPICAL, shares),
        new Machine.Images(6e-5, 80e6, 40e6, 200e6, 500e6),
        new Machine.Files(2e9, 1e9, 1.5e9, 2e8, 2e-5),
        new Machine.Starts(0.05, 0.005, 0.01, 0.7, 0.1, 0.3, 0.6, 0.5, 0.3, 0.2, 0.2));
  }
}
