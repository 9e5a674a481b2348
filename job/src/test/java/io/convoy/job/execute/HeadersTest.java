package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.source.FileList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of many images from the headers of a sample. */
class HeadersTest {
  /** One more than are looked at one and all. */
  private static final int FILES = 20_001;

  @TempDir private Path folder;

  @Test
  void ofManyImagesOfOneSizeASampleTellsWhatReadingThemCosts() throws IOException {
    FileList files = new FileList();
    long[] pixels = new long[3];
    for (int i = 0; i < FILES; i++) {
      int size = 20 + 30 * (i % 3);
      Path photo = folder.resolve(size + ".png");
      if (i < 3) {
        TestData.photo(photo, 7, size, size);
        pixels[i] = (long) size * size;
      }
      files.add(photo.toUri().toString(), Files.size(photo), 0);
    }
    files.trim();
    RecordSizes sizes;
    long[] counts;
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      Headers headers =
          Headers.read(
              sc,
              sc.broadcast(new SerializableConfiguration(sc.hadoopConfiguration())),
              files,
              new Reading(resized(16), Optional.empty()));
      sizes = headers.sizes();
      counts = headers.counts();
    }
    assertEquals(FILES, sizes.records());
    assertTrue(Arrays.stream(counts).allMatch(count -> count == 1), "one record a file");
    sizes.forEach(run -> assertEquals("3x16x16", shape(run)));
    double numbers = 3.0 * Arrays.stream(pixels).sum() * FILES / pixels.length;
    assertEquals(1, sizes.decoded() / numbers, 0.2, "numbers that reading gives, of the true ones");
  }

  private static String shape(RecordSizes.Run run) {
    return run.channels() + "x" + run.height() + "x" + run.width();
  }

  private static Preprocess resized(int side) {
    Preprocess none = Preprocess.NONE;
    return new Preprocess(
        Optional.of(new ImageSize(side, side)),
        Optional.empty(),
        none.scale(),
        none.mean(),
        none.std(),
        none.gray());
  }
}
