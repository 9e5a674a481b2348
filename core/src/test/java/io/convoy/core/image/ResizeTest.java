package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
  /**
   * Half the size: the triangle is 4 wide, its centre between samples 0 and 1, so that they weigh
   * 3/4, 3/4 and 1/4, divided by their sum.
   */
  @Test
  void halvingWeighsThreeSamplesAtTheEdge() {
    DecodedImage row = new DecodedImage(1, 4, 1, new float[] {0, 1, 2, 3});

    float left = (float) ((0 * 0.75 + 1 * 0.75 + 2 * 0.25) / 1.75);
    float right = (float) ((1 * 0.25 + 2 * 0.75 + 3 * 0.75) / 1.75);
    assertArrayEquals(
        new float[] {left, right}, Resize.bilinear(row, new ImageSize(1, 2)).pixels(), 1e-7f);
  }

  /** In the middle of a longer row the weights are 1/8, 3/8, 3/8, 1/8. */
  @Test
  void halvingWeighsFourSamplesInTheMiddle() {
    DecodedImage row = new DecodedImage(1, 8, 1, new float[] {0, 0, 8, 0, 0, 0, 0, 0});

    float[] halved = Resize.bilinear(row, new ImageSize(1, 4)).pixels();
    assertEquals(8 * 0.25f / 1.75f, halved[0], 1e-6f);
    assertEquals(3f, halved[1], 1e-6f);
    assertEquals(0f, halved[2]);
    assertEquals(0f, halved[3]);
  }

  @Test
  void doublingIsPlainInterpolation() {
    DecodedImage column = new DecodedImage(2, 1, 1, new float[] {0, 10});

    assertArrayEquals(
        new float[] {0, 2.5f, 7.5f, 10}, Resize.bilinear(column, new ImageSize(4, 1)).pixels());
  }

  @Test
  void ratioNeedNotBeWhole() {
    // Scale 2.5: centres 1.25 and 3.75, support 2.5; sample t weighs 1 - |t + 0.5 - 1.25| / 2.5.
    DecodedImage row = new DecodedImage(1, 5, 1, new float[] {1, 2, 3, 4, 5});
    double left = (1 * 0.7 + 2 * 0.9 + 3 * 0.5 + 4 * 0.1) / (0.7 + 0.9 + 0.5 + 0.1);

    assertArrayEquals(
        new float[] {(float) left, (float) (6 - left)},
        Resize.bilinear(row, new ImageSize(1, 2)).pixels(),
        1e-6f);
  }

  @Test
  void channelsStayApart() {
    DecodedImage image =
        new DecodedImage(2, 2, 3, new float[] {0, 100, 7, 10, 100, 7, 0, 100, 7, 10, 100, 7});

    float[] pixels = Resize.bilinear(image, new ImageSize(3, 4)).pixels();
    for (int p = 0; p < 12; p++) {
      assertEquals(new float[] {0, 2.5f, 7.5f, 10}[p % 4], pixels[p * 3]);
      assertEquals(100f, pixels[p * 3 + 1]);
      assertEquals(7f, pixels[p * 3 + 2]);
    }
  }

  /** Sums of doubles in the order of the samples, rounded after each pass, to the last bit. */
  @ParameterizedTest
  @CsvSource({
    "3, 17, 23, 9, 11",
    "3, 17, 23, 40, 31",
    "1, 17, 23, 9, 40",
    "3, 5, 64, 5, 20",
    "3, 64, 5, 20, 5",
    "3, 1, 1, 2, 3",
    "3, 2, 300, 1, 7"
  })
  void bitsAreThoseOfThePlainSums(int channels, int height, int width, int toHeight, int toWidth) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) + (random.nextBoolean() ? 0.3f : 0);
    }
    float[] wide = new float[height * toWidth * channels];
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        plain(
            pixels,
            y * width * channels + c,
            width,
            wide,
            y * toWidth * channels + c,
            toWidth,
            channels);
      }
    }
    float[] expected = new float[toHeight * toWidth * channels];
    for (int i = 0; i < toWidth * channels; i++) {
      plain(wide, i, height, expected, i, toHeight, toWidth * channels);
    }

    assertArrayEquals(
        expected,
        Resize.bilinear(
                new DecodedImage(height, width, channels, pixels), new ImageSize(toHeight, toWidth))
            .pixels());
  }

  /** One line of samples, {@code step} numbers apart on both sides. */
  private static void plain(
      float[] from, int first, int count, float[] to, int target, int targets, int step) {
    double scale = (double) count / targets;
    double support = Math.max(scale, 1.0);
    for (int i = 0; i < targets; i++) {
      double center = (i + 0.5) * scale;
      int begin = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(count, (int) (center + support + 0.5));
      double weights = 0;
      for (int t = begin; t < end; t++) {
        weights += Math.max(0, 1 - Math.abs((t - center + 0.5) / support));
      }
      double sum = 0;
      for (int t = begin; t < end; t++) {
        sum +=
            from[first + t * step]
                * (Math.max(0, 1 - Math.abs((t - center + 0.5) / support)) / weights);
      }
      to[target + i * step] = count == targets ? from[first + i * step] : (float) sum;
    }
  }

  @Test
  void rowsAndColumnsAreTreatedAlike() {
    Random random = new Random(5);
    float[] pixels = new float[13 * 7];
    float[] turned = new float[7 * 13];
    for (int y = 0; y < 13; y++) {
      for (int x = 0; x < 7; x++) {
        pixels[y * 7 + x] = random.nextInt(256);
        turned[x * 13 + y] = pixels[y * 7 + x];
      }
    }

    float[] tall =
        Resize.bilinear(new DecodedImage(13, 7, 1, pixels), new ImageSize(5, 7)).pixels();
    float[] wide =
        Resize.bilinear(new DecodedImage(7, 13, 1, turned), new ImageSize(7, 5)).pixels();
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        assertEquals(tall[y * 7 + x], wide[x * 5 + y]);
      }
    }
  }

  @Test
  void sameSizeIsTheSameImage() {
    DecodedImage image = new DecodedImage(2, 1, 1, new float[] {3, 4});

    assertSame(image, Resize.bilinear(image, new ImageSize(2, 1)));
  }
}
