package io.convoy.job.chaos;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Writes what the jobs read, the same every time. */
final class Inputs {
  static final String PHOTOS = "photos";
  static final String BATCH = "batch.npy";
  static final String PHOTO_FILTERS = "photo-filters.npy";
  static final String FILTERS = "filters.npy";
  static final String GROUPED_FILTERS = "grouped-filters.npy";

  private static final int PHOTO_COUNT = 96;
  private static final int LEAST_SIDE = 160;
  private static final int LARGEST_SIDE = 420;

  private Inputs() {}

  /** Writes all of them. */
  static void write(Path folder) throws IOException {
    Path photos = Files.createDirectories(folder.resolve(PHOTOS));
    for (int i = 0; i < PHOTO_COUNT; i++) {
      photo(photos.resolve(String.format("%03d.png", i)), new Random(i), LEAST_SIDE, LARGEST_SIDE);
    }
    Files.writeString(photos.resolve("017-text.png"), "not a photo");
    Files.write(photos.resolve("071-empty.jpg"), new byte[0]);
    npy(folder.resolve(PHOTO_FILTERS), 1, 8, 3, 7, 7);
    npy(folder.resolve(BATCH), 2, 64, 32, 40, 40);
    npy(folder.resolve(FILTERS), 3, 48, 32, 3, 3);
    npy(folder.resolve(GROUPED_FILTERS), 4, 64, 8, 5, 5);
  }

  /** An image of noise, whose sides are random numbers from the least up to the largest. */
  static void photo(Path file, Random random, int least, int largest) throws IOException {
    int height = least + random.nextInt(largest - least);
    int width = least + random.nextInt(largest - least);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  /** Normally distributed numbers as a version 1 {@code .npy} file of float32. */
  static void npy(Path file, long seed, int... shape) throws IOException {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (" + extents + "), }";
    int unpadded = 10 + header.length() + 1;
    header += " ".repeat((64 - unpadded % 64) % 64) + "\n";
    Random random = new Random(seed);
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.write(0x93);
      out.write("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
      out.writeShort(Short.reverseBytes((short) header.length()));
      out.write(header.getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 0; i < count; i++) {
        out.writeFloat((float) random.nextGaussian());
      }
    }
  }
}
