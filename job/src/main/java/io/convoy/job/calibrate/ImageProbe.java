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

  /** A side of an image whose pixels hardly count. */
  private static final int ICON = 16;

  /** What gives a JPEG of the standard quality about a seventh of a byte a number, as photos do. */
  private static final int NOISE = 24;

  private final Effort effort;

  ImageProbe(Effort effort) {
    this.effort = effort;
  }

  Machine.Images measure() throws IOException {
    BufferedImage photo = photo();
    byte[] icon = file(photo.getSubimage(0, 0, ICON, ICON), "jpeg");
    byte[] jpeg = file(photo, "jpeg");
    byte[] png = file(photo, "png");
    double pixels = HEIGHT * WIDTH;
    DecodedImage decoded = ImageDecoder.decode(jpeg);
    Preprocess small = resized(224);
    double image = effort.seconds(decoding(icon));
    double plain = effort.seconds(() -> Preprocess.NONE.apply(decoded));
    double resizing = effort.seconds(() -> small.apply(decoded));
    double numbers = 3 * pixels;
    double finished = 3.0 * 224 * 224 / numbers * plain;
    double fromJpeg = more(effort.seconds(decoding(jpeg)), image);
    double fromPng = more(effort.seconds(decoding(png)), image);
    double together = effort.together(() -> Preprocess.NONE.apply(ImageDecoder.decode(jpeg)));
    return new Machine.Images(
        image * together,
        pixels / (fromJpeg * together),
        pixels / (fromPng * together),
        numbers / (Math.max(resizing - finished, resizing / 10) * together),
        numbers / (plain * together));
  }

  private static Effort.Step<IOException> decoding(byte[] file) {
    return () -> ImageDecoder.decode(file);
  }

  /** What a photo's pixels take beyond what any image takes. */
  private static double more(double seconds, double image) {
    return Math.max(seconds - image, seconds / 2);
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
