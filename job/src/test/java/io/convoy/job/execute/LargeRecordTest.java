package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.Padding;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Steps;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that a task's memory doesn't hold are computed and written step by step. */
class LargeRecordTest {
  /** As floats 95 MB, and 380 MB of maps. */
  private static final int SIDE = 4990;

  private static final int CHANNELS = 4;

  @TempDir Path folder;

  /** The smallest heap that Spark starts in; image and maps don't fit into it. */
  @ParameterizedTest
  @ValueSource(strings = {"npy", "png", "tif"})
  void largeImageIsConvolvedInASmallHeap(String format) throws Exception {
    Path image = image(folder.resolve("x." + format));
    TestData.npy(folder.resolve("w.npy"), TestData.random(1, CHANNELS, 1, 3, 3));

    TestJvm.Result result =
        TestJvm.run("-Xmx460m", Job.class, List.of(folder.toString(), image.toString()));

    assertEquals(0, result.exit(), result.printed());
    try (DataSet maps = open("arrow")) {
      assertIsOneMap(image, maps);
      for (Range rows :
          new Range[] {new Range(0, 3), new Range(2494, 2499), new Range(4988, SIDE)}) {
        assertArrayEquals(reference(rows), maps.rows("conv", 0, rows).data());
      }
    }
    if (format.equals("npy")) {
      try (DataSet maps = open("parquet")) {
        assertIsOneMap(image, maps);
      }
    }
  }

  @Test
  void bandsOfAMapThatNoTensorHoldsCoverIt() {
    assertEquals(List.of(Range.all(20_000)), Steps.bands(5, 20_000, 20_000));
    assertEquals(
        List.of(new Range(0, 6666), new Range(6666, 13_333), new Range(13_333, 20_000)),
        Steps.bands(16, 20_000, 20_000));
  }

  private DataSet open(String output) throws IOException {
    return DataSet.open(new Storage(new Configuration()), folder.resolve(output).toString());
  }

  private static void assertIsOneMap(Path image, DataSet maps) throws IOException {
    assertEquals(1, maps.records());
    assertEquals(image.toString(), maps.id(0));
    assertEquals(Shape.of(CHANNELS, SIDE, SIDE), maps.shape("conv", 0));
  }

  /** Some rows (C, rows, W) by the scalar kernel. */
  private static float[] reference(Range rows) {
    Filter filter = Filter.of(TestData.random(1, CHANNELS, 1, 3, 3));
    ConvOptions options = new ConvOptions(1, 1, 1, Padding.SAME, 1, 1, Activation.NONE);
    PreparedConv conv = new ConvLayer(filter, options, "reference").prepare(1, SIDE, SIDE);
    Range read = conv.inputRows(rows);
    Block input = Block.zeros(Range.all(1), Range.all(1), read, SIDE);
    for (int y = read.from(); y < read.to(); y++) {
      for (int x = 0; x < SIDE; x++) {
        input.data()[input.index(0, 0, y, x)] = pixel(y, x);
      }
    }
    Block map = Block.zeros(Range.all(1), Range.all(CHANNELS), rows, SIDE);
    conv.run(input, map, new ConvSlice(Range.all(1), Range.all(CHANNELS), rows), new float[0]);
    float[] numbers = new float[CHANNELS * rows.length() * SIDE];
    int i = 0;
    for (int c = 0; c < CHANNELS; c++) {
      for (int y = rows.from(); y < rows.to(); y++) {
        for (int x = 0; x < SIDE; x++) {
          numbers[i++] = map.data()[map.index(0, c, y, x)];
        }
      }
    }
    return numbers;
  }

  private static int pixel(int y, int x) {
    return (y * 31 + x * 17 + y * x / 97) & 255;
  }

  private static Path image(Path file) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        pixels[y * SIDE + x] = (byte) pixel(y, x);
      }
    }
    String name = file.toString();
    if (!name.endsWith(".npy")) {
      ImageIO.write(image, name.endsWith(".png") ? "png" : "tiff", file.toFile());
      return file;
    }
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, %d, %d), }";
    String text = String.format("%-117s\n", header.formatted(SIDE, SIDE));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.write(pixels);
    }
    return file;
  }

  /** The runs, in a JVM of its own. */
  static final class Job {
    private static final Preprocess GRAY =
        new Preprocess(
            Optional.empty(), Optional.empty(), 1f, new float[] {0f}, new float[] {1f}, true);

    private Job() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (JavaSparkContext sc = TestSpark.start("local[2]")) {
        new TestRun(folder.resolve("w.npy"), folder.resolve("arrow"), arguments[1])
            .preprocess(arguments[1].endsWith(".npy") ? Preprocess.NONE : GRAY)
            .grid("1x1x3")
            .run(sc);
        if (arguments[1].endsWith(".npy")) {
          new TestRun(folder.resolve("w.npy"), folder.resolve("pooled"), arguments[1])
              .preprocess(arguments[1].endsWith(".npy") ? Preprocess.NONE : GRAY)
              .pool(Pool.MAX)
              .run(sc);
          new TestRun(folder.resolve("w.npy"), folder.resolve("parquet"), arguments[1])
              .format(OutputFormat.PARQUET, Compression.ZSTD)
              .grid("1x2x1")
              .run(sc);
        }
      }
    }
  }
}
