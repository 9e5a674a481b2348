package io.convoy.job.execute;

import io.convoy.core.io.NpyFile;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import javax.imageio.ImageIO;

/** Files to run on, the same ones every time. */
final class TestData {
  private TestData() {}

  /** Numbers from -1 to 1. */
  static Tensor random(long seed, int... extents) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.zeros(Shape.of(extents));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  static Path npy(Path file, Tensor tensor) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      NpyFile.write(channel, tensor);
    }
    return file;
  }

  /** A picture of smooth colours and some noise, in the format that the name's end says. */
  static Path photo(Path file, long seed, int height, int width) throws IOException {
    Files.createDirectories(file.getParent());
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int red = random.nextInt(256);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int green = y * 255 / height;
        int blue = (x * 255 / width + random.nextInt(16)) & 255;
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    String name = file.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1);
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("no writer for this format: path=" + file);
    }
    return file;
  }
}
