package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each preset against a second implementation, which works out one pixel at a time in doubles. */
class PresetTest {
  /** Preset, size of the image, size that the network takes, size it is resized to. */
  @ParameterizedTest
  @CsvSource({
    "imagenet, 301, 417, 224, 256, 354",
    "imagenet, 417, 301, 299, 473, 342",
    "imagenet, 90, 90, 224, 256, 256",
    "torchvision, 301, 417, 224, 232, 321",
    "caffe, 417, 301, 224, 354, 256",
    "tf, 301, 417, 299, 299, 299",
  })
  void aPresetIsWhatItsNumbersSay(
      String name, int height, int width, int taken, int resizedHeight, int resizedWidth)
      throws ImageFormatException {
    DecodedImage image = random(height, width);
    Preset preset = Preset.parse(name);

    Tensor actual = preset.preprocess(Optional.of(new ImageSize(taken, taken))).apply(image);

    assertEquals(Shape.of(3, taken, taken), actual.shape());
    int top = (int) Math.rint((resizedHeight - taken) / 2.0);
    int left = (int) Math.rint((resizedWidth - taken) / 2.0);
    Random places = new Random(3);
    for (int i = 0; i < 500; i++) {
      int c = places.nextInt(3);
      // Corners and edges too, not only the middle.
      int y = i % 10 == 0 ? taken - 1 : i % 10 == 1 ? 0 : places.nextInt(taken);
      int x = i % 7 == 0 ? taken - 1 : i % 7 == 1 ? 0 : places.nextInt(taken);
      int channel = preset == Preset.CAFFE ? 2 - c : c;
      double pixel = resized(image, channel, top + y, left + x, resizedHeight, resizedWidth);
      assertEquals(
          normalised(preset, c, pixel),
          actual.at(c, y, x),
          2e-4,
          name + " " + c + "," + y + "," + x);
    }
  }

  @Test
  void noneLeavesTheImageAsItIs() {
    assertEquals(Preprocess.NONE, Preset.NONE.preprocess(Optional.of(new ImageSize(5, 5))));
  }

  @Test
  void aNetworkOfAnySizeGetsTheUsualOne() throws ImageFormatException {
    Shape shape = Preset.IMAGENET.preprocess(Optional.empty()).outputShape(500, 300);
    assertEquals(Shape.of(3, 224, 224), shape);
  }

  @Test
  void anotherNameIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Preset.parse("Imagenet"));
    assertEquals(
        "preset must be one of imagenet, torchvision, caffe, tf, none: preset=Imagenet",
        refused.getMessage());
  }

  private static double normalised(Preset preset, int channel, double pixel) {
    double[] mean = {0.485, 0.456, 0.406};
    double[] std = {0.229, 0.224, 0.225};
    double[] blueFirst = {103.939, 116.779, 123.68};
    return switch (preset) {
      case IMAGENET, TORCHVISION -> (pixel / 255 - mean[channel]) / std[channel];
      case CAFFE -> pixel - blueFirst[channel];
      case TF -> pixel / 127.5 - 1;
      case NONE -> pixel;
    };
  }

  /** One pixel of a resized image: the weighted mean of all source pixels under the triangle. */
  private static double resized(
      DecodedImage image, int channel, int y, int x, int height, int width) {
    double sum = 0;
    double weights = 0;
    for (int sy = 0; sy < image.height(); sy++) {
      double wy = triangle(sy, y, image.height(), height);
      for (int sx = 0; wy > 0 && sx < image.width(); sx++) {
        double weight = wy * triangle(sx, x, image.width(), width);
        sum += weight * image.pixels()[(sy * image.width() + sx) * 3 + channel];
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double triangle(int sample, int position, int from, int to) {
    double scale = (double) from / to;
    double distance = Math.abs(sample + 0.5 - (position + 0.5) * scale) / Math.max(1, scale);
    return Math.max(0, 1 - distance);
  }

  private static DecodedImage random(int height, int width) {
    Random random = new Random(11);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    return new DecodedImage(height, width, 3, pixels);
  }
}
