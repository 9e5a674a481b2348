package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Range;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are read by themselves are those of the image that is read whole. */
class ImageRowsTest {
  private static final int HEIGHT = 37;
  private static final int WIDTH = 29;

  @TempDir Path folder;

  static Stream<Arguments> images() {
    return Stream.of("png", "tiff")
        .flatMap(
            format ->
                Stream.of("grey", "rgb", "alpha", "deep", "indexed", "bits")
                    .map(kind -> Arguments.of(format, kind)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void rowsAreThoseOfTheWhole(String format, String kind) throws IOException {
    Path file = written(format, kind, ImageWriteParam.MODE_DISABLED);
    DecodedImage whole = ImageDecoder.decode(Files.readAllBytes(file));
    try (ImageRows rows = ImageDecoder.rows(FileChannel.open(file)).orElseThrow()) {
      assertEquals(whole.size(), rows.size());
      // Downwards with an overlap, as steps read; then back up.
      for (Range range :
          new Range[] {
            new Range(0, 5), new Range(4, 20), new Range(19, HEIGHT), new Range(7, 8), Range.all(3)
          }) {
        DecodedImage part = rows.read(range);
        int row = WIDTH * whole.channels();
        assertEquals(whole.channels(), part.channels());
        assertArrayEquals(
            Arrays.copyOfRange(whole.pixels(), range.from() * row, range.to() * row),
            part.pixels(),
            format + " " + kind + " " + range);
      }
    }
  }

  @Test
  void interlacedPngMustBeReadWhole() throws IOException {
    Path file = written("png", "rgb", ImageWriteParam.MODE_DEFAULT);

    try (FileChannel channel = FileChannel.open(file)) {
      assertFalse(ImageDecoder.rows(channel).isPresent());
    }
  }

  @Test
  void damageIsFoundWhereItLies() throws IOException {
    Path file = written("png", "rgb", ImageWriteParam.MODE_DISABLED);
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 20));
    bytes[bytes.length - 20] ^= 1;
    Path damaged = folder.resolve("damaged.png");
    Files.write(damaged, bytes);

    for (Path bad : new Path[] {cut, damaged}) {
      try (ImageRows rows = ImageDecoder.rows(FileChannel.open(bad)).orElseThrow()) {
        assertThrows(ImageFormatException.class, () -> rows.read(new Range(0, HEIGHT)));
      }
    }
  }

  private Path written(String format, String kind, int progressive) throws IOException {
    Path file = folder.resolve(kind + "." + format);
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (format.equals("png")) {
      parameters.setProgressiveMode(progressive);
    }
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(kind), null, null), parameters);
    } finally {
      writer.dispose();
    }
    return file;
  }

  private static BufferedImage image(String kind) {
    BufferedImage image =
        switch (kind) {
          case "grey" -> new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
          case "rgb" -> new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
          case "alpha" -> new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_4BYTE_ABGR);
          case "deep" ->
              ImageTypeSpecifier.createGrayscale(16, DataBuffer.TYPE_USHORT, false)
                  .createBufferedImage(WIDTH, HEIGHT);
          case "indexed" -> {
            byte[] ramp = new byte[200];
            new Random(3).nextBytes(ramp);
            byte[] other = new byte[200];
            new Random(4).nextBytes(other);
            yield new BufferedImage(
                WIDTH,
                HEIGHT,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 200, ramp, other, ramp));
          }
          default -> new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
        };
    Random random = new Random(1);
    int levels = kind.equals("bits") ? 2 : kind.equals("deep") ? 65536 : 200;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int b = 0; b < image.getRaster().getNumBands(); b++) {
          image.getRaster().setSample(x, y, b, random.nextInt(levels));
        }
      }
    }
    return image;
  }
}
