package io.convoy.job.bench;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.Padding;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;

/**
 * Inputs larger than a machine's memory, and whether slices of what was made of them are right, by
 * the reference kernel. {@code scripts/sizes} makes, runs and checks; all numbers come from their
 * positions, so that a slice is computed without the rest.
 */
final class SizeCheck {
  /** An image of 400 million pixels, and its filters. */
  private static final int SIDE = 20_000;

  private static final int MAPS = 16;

  /** A bank of 38 million numbers, and its input. */
  private static final int FILTERS = 65_536;

  private static final int CHANNELS = 64;
  private static final int INPUT_SIDE = 56;

  private static final ConvOptions OPTIONS =
      new ConvOptions(1, 1, 1, Padding.SAME, 1, 1, Activation.NONE);

  /** Photos of a folder, where there are many. */
  private static final int PHOTOS_OF_A_FOLDER = 100;

  private SizeCheck() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "SizeCheck takes image.npy, image.png, image.tif, filters, bank, input, photos-COUNT,"
              + " check-image or check-bank, and a path");
    }
    Path path = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "image.npy" -> writeImage(path);
      case "image.png" -> draw(path, "png");
      case "image.tif" -> draw(path, "tiff");
      case "filters" -> write(path, "<f4", numbers(1, MAPS, 1), MAPS, 1, 3, 3);
      case "bank" -> writeBank(path);
      case "input" -> write(path, "<f4", input().data(), CHANNELS, INPUT_SIDE, INPUT_SIDE);
      case "check-image" -> checkImage(path);
      case "check-bank" -> checkBank(path);
      default -> {
        if (!arguments[0].startsWith("photos-")) {
          throw new IllegalArgumentException("unknown: " + arguments[0]);
        }
        writePhotos(path, Integer.parseInt(arguments[0].substring("photos-".length())));
      }
    }
  }

  /** Tiny photos, one a folder, each under many names. */
  private static void writePhotos(Path path, int count) throws IOException {
    for (int first = 0; first < count; first += PHOTOS_OF_A_FOLDER) {
      int number = first / PHOTOS_OF_A_FOLDER;
      Path into = Files.createDirectories(path.resolve(String.format("f%04d", number)));
      Path photo = into.resolve("photo-00.png");
      BufferedImage image =
          new BufferedImage(24 + number % 9, 24 + number % 7, BufferedImage.TYPE_3BYTE_BGR);
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, x % image.getHeight(), pixel(number, x) * 0x10305);
      }
      ImageIO.write(image, "png", photo.toFile());
      for (int i = 1; i < Math.min(PHOTOS_OF_A_FOLDER, count - first); i++) {
        Files.createLink(into.resolve(String.format("photo-%02d.png", i)), photo);
      }
    }
  }

  private static void checkImage(Path output) throws IOException {
    Filter filter = Filter.of(new Tensor(Shape.of(MAPS, 1, 3, 3), numbers(1, MAPS, 1)));
    PreparedConv conv = new ConvLayer(filter, OPTIONS, "reference").prepare(1, SIDE, SIDE);
    try (DataSet maps = open(output)) {
      // A map that no tensor holds is written in bands of rows.
      int bandFrom = 0;
      int checked = 0;
      for (long record = 0; record < maps.records(); record++) {
        Shape shape = maps.shape("conv", record);
        require(shape.extent(0) == MAPS && shape.extent(2) == SIDE, "shape " + shape);
        int height = shape.extent(1);
        for (int from : new int[] {0, height / 2, height - 3}) {
          Range rows = new Range(bandFrom + from, bandFrom + from + 3);
          Range read = conv.inputRows(rows);
          Block input = Block.zeros(Range.all(1), Range.all(1), read, SIDE);
          for (int y = read.from(); y < read.to(); y++) {
            for (int x = 0; x < SIDE; x++) {
              input.data()[input.index(0, 0, y, x)] = pixel(y, x);
            }
          }
          float[] expected = run(conv, input, new ConvSlice(Range.all(1), Range.all(MAPS), rows));
          float[] found = maps.rows("conv", record, new Range(from, from + 3)).data();
          checked += compare(expected, found, 0f);
        }
        bandFrom += height;
      }
      require(bandFrom == SIDE, "rows " + bandFrom);
      System.out.printf(Locale.ROOT, "right: %d numbers, to the bit%n", checked);
    }
  }

  private static void checkBank(Path output) throws IOException {
    Tensor input = input();
    Block block = Block.zeros(Range.all(1), Range.all(CHANNELS), Range.all(INPUT_SIDE), INPUT_SIDE);
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < INPUT_SIDE * INPUT_SIDE; p++) {
        block.data()[block.index(0, c, p / INPUT_SIDE, p % INPUT_SIDE)] =
            input.data()[c * INPUT_SIDE * INPUT_SIDE + p];
      }
    }
    try (DataSet maps = open(output)) {
      require(
          maps.shape("conv", 0).equals(Shape.of(FILTERS, INPUT_SIDE, INPUT_SIDE)),
          "shape " + maps.shape("conv", 0));
      float[] found = maps.read("conv", 0).data();
      int plane = INPUT_SIDE * INPUT_SIDE;
      int checked = 0;
      for (int from : new int[] {0, 4_080, 32_752, FILTERS - 16}) {
        float[] weights = new float[16 * CHANNELS * 9];
        for (int i = 0; i < 16; i++) {
          System.arraycopy(filter(from + i), 0, weights, i * CHANNELS * 9, CHANNELS * 9);
        }
        Filter some = Filter.of(new Tensor(Shape.of(16, CHANNELS, 3, 3), weights));
        ConvSlice all = new ConvSlice(Range.all(1), Range.all(16), Range.all(INPUT_SIDE));
        float[] slice = java.util.Arrays.copyOfRange(found, from * plane, (from + 16) * plane);
        // The algorithm has an order of its own, of which its tests show the bits.
        PreparedConv reference =
            new ConvLayer(some, OPTIONS, "reference").prepare(1, INPUT_SIDE, INPUT_SIDE);
        checked += compare(run(reference, block, all), slice, 5e-5f);
        PreparedConv same = new ConvLayer(some, OPTIONS, "auto").prepare(1, INPUT_SIDE, INPUT_SIDE);
        compare(run(same, block, all), slice, 0f);
      }
      System.out.printf(
          Locale.ROOT,
          "right: %d numbers, by the reference to 5e-5 of the largest, by the kernel to the bit%n",
          checked);
    }
  }

  private static float[] run(PreparedConv conv, Block input, ConvSlice slice) {
    int columns = conv.spec().width().output();
    Block map = Block.zeros(slice.images(), slice.outputChannels(), slice.outputRows(), columns);
    conv.run(input, map, slice, new float[conv.scratchpadFloats()]);
    int rows = slice.outputRows().length();
    float[] numbers = new float[slice.outputChannels().length() * rows * columns];
    int i = 0;
    for (int c = 0; c < slice.outputChannels().length(); c++) {
      for (int y = slice.outputRows().from(); y < slice.outputRows().to(); y++) {
        for (int x = 0; x < columns; x++) {
          numbers[i++] = map.data()[map.index(0, c, y, x)];
        }
      }
    }
    return numbers;
  }

  /** How many numbers were compared. */
  private static int compare(float[] expected, float[] found, float share) {
    require(expected.length == found.length, "length " + found.length);
    float largest = 0;
    for (float number : expected) {
      largest = Math.max(largest, Math.abs(number));
    }
    for (int i = 0; i < expected.length; i++) {
      boolean right =
          share == 0f
              ? Float.floatToRawIntBits(expected[i]) == Float.floatToRawIntBits(found[i])
              : Math.abs(expected[i] - found[i]) <= share * largest;
      require(right, "number " + i + " is " + found[i] + ", not " + expected[i]);
    }
    return expected.length;
  }

  private static void require(boolean right, String what) {
    if (!right) {
      System.err.println("wrong: " + what);
      System.exit(1);
    }
  }

  private static DataSet open(Path output) throws IOException {
    return DataSet.open(new Storage(new Configuration()), output.toString());
  }

  private static int pixel(int y, int x) {
    return (y * 31 + x * 17 + (int) ((long) y * x / 97)) & 255;
  }

  private static Tensor input() {
    return new Tensor(
        Shape.of(CHANNELS, INPUT_SIDE, INPUT_SIDE),
        java.util.Arrays.copyOf(numbers(2, CHANNELS, 349), CHANNELS * INPUT_SIDE * INPUT_SIDE));
  }

  private static float[] filter(int outputChannel) {
    return numbers(1000 + outputChannel, 1, CHANNELS);
  }

  /** Numbers from -1 to 1 for {@code filters} of {@code channels} 3×3 kernels. */
  private static float[] numbers(int seed, int filters, int channels) {
    float[] numbers = new float[filters * channels * 9];
    for (int i = 0; i < numbers.length; i++) {
      int mixed = (seed * 0x9E3779B9) ^ (i * 0x85EBCA6B);
      mixed = (mixed ^ mixed >>> 15) * 0x2C1B3C6D;
      mixed = (mixed ^ mixed >>> 12) * 0x297A2D39;
      numbers[i] = ((mixed ^ mixed >>> 15) >> 8) * 0x1p-23f;
    }
    return numbers;
  }

  private static void writeBank(Path path) throws IOException {
    try (DataOutputStream out = npy(path, "<f4", FILTERS, CHANNELS, 3, 3)) {
      for (int oc = 0; oc < FILTERS; oc++) {
        out.write(bytes(filter(oc)));
      }
    }
  }

  private static void writeImage(Path path) throws IOException {
    try (DataOutputStream out = npy(path, "|u1", 1, SIDE, SIDE)) {
      byte[] row = new byte[SIDE];
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          row[x] = (byte) pixel(y, x);
        }
        out.write(row);
      }
    }
  }

  private static void draw(Path path, String format) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        pixels[y * SIDE + x] = (byte) pixel(y, x);
      }
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
      if (!ImageIO.write(image, format, out)) {
        throw new IOException("no writer for this format: path=" + path);
      }
    }
  }

  private static void write(Path path, String type, float[] numbers, int... extents)
      throws IOException {
    try (DataOutputStream out = npy(path, type, extents)) {
      out.write(bytes(numbers));
    }
  }

  private static byte[] bytes(float[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  private static DataOutputStream npy(Path path, String type, int... extents) throws IOException {
    String shape = java.util.Arrays.toString(extents).replace('[', '(').replace(']', ')');
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 20));
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.write(String.format("%-117s\n", header).getBytes(StandardCharsets.US_ASCII));
    return out;
  }
}
