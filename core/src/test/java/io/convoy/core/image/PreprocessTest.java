package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreprocessTest {
  private static final float[] ZERO = {0};
  private static final float[] ONE = {1};

  @Test
  void colourImageIsTurnedChannelsFirst() throws ImageFormatException {
    DecodedImage image = new DecodedImage(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6});

    Tensor tensor = Preprocess.NONE.apply(image);

    assertEquals(Shape.of(3, 1, 2), tensor.shape());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, tensor.data());
  }

  @Test
  void greyImageFillsThreeChannels() throws ImageFormatException {
    DecodedImage image = new DecodedImage(2, 1, 1, new float[] {7, 9});

    Tensor tensor = Preprocess.NONE.apply(image);

    assertEquals(Shape.of(3, 2, 1), tensor.shape());
    assertArrayEquals(new float[] {7, 9, 7, 9, 7, 9}, tensor.data());
  }

  @Test
  void greyHasLuminanceWeights() throws ImageFormatException {
    Preprocess gray = new Preprocess(Optional.empty(), Optional.empty(), 1, ZERO, ONE, true);

    Tensor tensor = gray.apply(new DecodedImage(1, 2, 3, new float[] {100, 0, 0, 10, 20, 30}));

    assertEquals(Shape.of(1, 1, 2), tensor.shape());
    assertArrayEquals(new float[] {29.9f, 18.15f}, tensor.data(), 1e-5f);
    assertArrayEquals(
        new float[] {42}, gray.apply(new DecodedImage(1, 1, 1, new float[] {42})).data());
  }

  @Test
  void numbersAreScaledShiftedAndDivided() throws ImageFormatException {
    float[] mean = {0.5f, 0.25f, 0};
    float[] std = {0.5f, 2, 4};
    Preprocess normalise =
        new Preprocess(Optional.empty(), Optional.empty(), 1 / 256f, mean, std, false);

    Tensor tensor = normalise.apply(new DecodedImage(1, 1, 3, new float[] {256, 128, 64}));

    assertArrayEquals(new float[] {1, 0.125f, 0.0625f}, tensor.data());
  }

  /** (5 - 2) / 2 = 1.5 rounds to 2, (5 - 4) / 2 = 0.5 to 0: halves go to the even number. */
  @Test
  void cropBeginsWhereTorchvisionsDoes() throws ImageFormatException {
    float[] pixels = new float[25];
    for (int i = 0; i < 25; i++) {
      pixels[i] = i;
    }
    Preprocess crop =
        new Preprocess(Optional.empty(), Optional.of(new ImageSize(2, 4)), 1, ZERO, ONE, true);

    Tensor tensor = crop.apply(new DecodedImage(5, 5, 1, pixels));

    assertEquals(Shape.of(1, 2, 4), tensor.shape());
    assertArrayEquals(new float[] {10, 11, 12, 13, 15, 16, 17, 18}, tensor.data());
  }

  @Test
  void resizeComesBeforeCrop() throws ImageFormatException {
    Preprocess both =
        new Preprocess(
            Optional.of(new ImageSize(1, 4)), Optional.of(new ImageSize(1, 2)), 1, ZERO, ONE, true);

    assertArrayEquals(
        new float[] {2.5f, 7.5f},
        both.apply(new DecodedImage(1, 2, 1, new float[] {0, 10})).data());
    assertEquals(Shape.of(1, 1, 2), both.outputShape(1000, 3));
  }

  @Test
  void imageSmallerThanTheCropIsRefused() {
    Preprocess crop =
        new Preprocess(Optional.empty(), Optional.of(new ImageSize(64, 64)), 1, ZERO, ONE, false);

    ImageFormatException refusal =
        assertThrows(ImageFormatException.class, () -> crop.outputShape(80, 60));
    assertEquals(
        "image smaller than the crop, resize it first: size=80x60, crop=64x64",
        refusal.getMessage());
  }

  @Test
  void wrongNumbersAreRefused() {
    IllegalArgumentException two =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Preprocess(
                    Optional.empty(), Optional.empty(), 1, new float[] {1, 2}, ONE, false));
    assertEquals(
        "mean must have one number, or one a channel: mean=2, channels=3", two.getMessage());
    IllegalArgumentException zero =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Preprocess(Optional.empty(), Optional.empty(), 1, ZERO, ZERO, false));
    assertEquals("std must not be 0, numbers are divided by it", zero.getMessage());
    IllegalArgumentException size =
        assertThrows(IllegalArgumentException.class, () -> ImageSize.parse("224"));
    assertEquals("a size is written HEIGHTxWIDTH: size=224", size.getMessage());
  }
}
