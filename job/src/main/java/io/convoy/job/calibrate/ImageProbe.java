package io.convoy.job.calibrate;

import io.convoy.core.cost.Machine;
import io.convoy.core.image.DecodedImage;
import io.convoy.core.image.ImageDecoder;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Measures how fast images become tensors. */
final class ImageProbe {
  private static final int HEIGHT = 384;
  private static final int WIDTH = 512;

  /** What gives a JPEG of the standard quality about a seventh of a byte a number, as photos do. */
  private static final int NOISE = 24;

  private final Effort effort;

  ImageProbe(Effort effort) {
    this.effort = effort;
  }

  Machine.Images measure() throws IOException {
    BufferedImage photo = photo();
    byte[] jpeg = file(photo, "jpeg");
    byte[] png = file(photo, "png");
    double pixels = HEIGHT * WIDTH;
    DecodedImage decoded = ImageDecoder.decode(jpeg);
    Preprocess small = resized(224);
    double plain = effort.seconds(() -> Preprocess.NONE.apply(decoded));
    double resizing = effort.seconds(() -> small.apply(decoded));
    double numbers = 3 * pixels;
    double finished = 3.0 * 224 * 224 / numbers * plain;
    return new Machine.Images(
        pixels / effort.seconds(() -> ImageDecoder.decode(jpeg)),
        pixels / effort.seconds(() -> ImageDecoder.decode(png)),
        numbers / Math.max(resizing - finished, resizing / 10),
        numbers / plain);
  }

  /** A picture of smooth colours with the noise of a camera. */
  static BufferedImage photo() {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[WIDTH];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int noise = random.nextInt(NOISE);
        int red = (x * 180 / WIDTH + noise) & 255;
        int green = (y * 180 / HEIGHT + noise) & 255;
        int blue = ((x + y) / 8 % 128 + noise) & 255;
        row[x] = red << 16 | green << 8 | blue;
      }
      image.setRGB(0, y, WIDTH, 1, row, 0, WIDTH);
    }
    return image;
  }

  static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("the JDK must write images of this format: format=" + format);
    }
    return bytes.toByteArray();
  }

  private static Preprocess resized(int side) {
    return new Preprocess(
        Optional.of(new ImageSize(side, side)),
        Optional.empty(),
        1f,
        new float[] {0f},
        new float[] {1f},
        false);
  }
}
