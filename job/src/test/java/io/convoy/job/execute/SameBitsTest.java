package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 1 on Spark: whoever computes, and however the work is cut, the records are the same. */
@TestInstance(Lifecycle.PER_CLASS)
class SameBitsTest {
  private static final List<String> GRIDS = List.of("1x1x1", "3x1x1", "1x5x1", "2x2x3", "auto");

  @TempDir private static Path folder;

  /** What each case wrote first; all later ones must write the same. */
  private final Map<String, String> digests = new HashMap<>();

  private Path batch;
  private Path batchWeights;
  private Path photoWeights;
  private Path wide;
  private Path wideWeights;

  @BeforeAll
  void makeInputs() throws IOException {
    batch = TestData.npy(folder.resolve("in/batch.npy"), TestData.random(1, 7, 5, 13, 11));
    batchWeights = TestData.npy(folder.resolve("w/batch.npy"), TestData.random(2, 37, 5, 3, 3));
    photoWeights = TestData.npy(folder.resolve("w/photo.npy"), TestData.random(3, 18, 3, 5, 5));
    // So many channels that pairs of pixels and of channels are multiplied together.
    wide = TestData.npy(folder.resolve("in/wide.npy"), TestData.random(4, 4, 256, 5, 6));
    wideWeights = TestData.npy(folder.resolve("w/wide.npy"), TestData.random(5, 256, 256, 1, 1));
    String[] formats = {"jpg", "png", "bmp", "gif"};
    for (int i = 0; i < 9; i++) {
      Path photo = folder.resolve("photos/" + i + "." + formats[i % formats.length]);
      TestData.photo(photo, i, 20 + 13 * (i % 3), 30 + 7 * (i % 4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]", "local-cluster[2,1,1024]"})
  void everyMasterAndGridGiveTheSameRecords(String master) throws Exception {
    try (JavaSparkContext sc = TestSpark.start(master)) {
      for (String grid : GRIDS) {
        Path output = Files.createTempDirectory(folder, "out").resolve("maps");
        check("batch", new TestRun(batchWeights, output, batch.toString()).grid(grid), sc, 7);
        output = output.resolveSibling("wide");
        check("wide", new TestRun(wideWeights, output, wide.toString()).grid(grid), sc, 4);
        output = output.resolveSibling("photos");
        String photos = folder.resolve("photos").toString();
        check("photos", new TestRun(photoWeights, output, photos).stride(2).grid(grid), sc, 9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AVG", "MAX"})
  void poolingGivesOneVectorWhateverTheGrid(String pool) throws Exception {
    Pool chosen = Pool.valueOf(pool);
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      for (String grid : GRIDS) {
        Path output = Files.createTempDirectory(folder, "out").resolve("vectors");
        String photos = folder.resolve("photos").toString();
        TestRun run = new TestRun(photoWeights, output, photos).pool(chosen).grid(grid);
        check("photos " + pool, run, sc, 9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AVG", "MAX"})
  void poolingIsTheAverageOrTheMaximumOfTheMap(String pool) throws Exception {
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      Path output = Files.createTempDirectory(folder, "out");
      TestRun maps = new TestRun(batchWeights, output.resolve("maps"), batch.toString());
      TestRun vectors = new TestRun(batchWeights, output.resolve("vectors"), batch.toString());
      maps.run(sc);
      vectors.pool(Pool.valueOf(pool)).run(sc);
      List<double[]> expected = new ArrayList<>();
      try (var set = maps.open()) {
        for (long record = 0; record < set.records(); record++) {
          expected.add(reduced(set.read("conv", record), Pool.valueOf(pool)));
        }
      }
      try (var set = vectors.open()) {
        assertEquals(7, set.records());
        for (int record = 0; record < 7; record++) {
          Tensor vector = set.read("conv", record);
          assertEquals(37, vector.data().length);
          for (int c = 0; c < 37; c++) {
            assertEquals(expected.get(record)[c], vector.data()[c], 1e-6);
          }
        }
      }
    }
  }

  private void check(String what, TestRun run, JavaSparkContext sc, int records) throws Exception {
    RunSummary summary = run.run(sc);
    assertEquals(records, summary.written(), what + summary.rejects());
    assertEquals(0, summary.rejected(), what);
    String digest = run.digest();
    String first = digests.putIfAbsent(what, digest);
    assertEquals(
        first == null ? digest : first, digest, what + " " + sc.master() + " " + summary.plan());
  }

  private static double[] reduced(Tensor maps, Pool pool) {
    int channels = maps.shape().extent(0);
    int pixels = maps.data().length / channels;
    double[] vector = new double[channels];
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < pixels; i++) {
        double value = maps.data()[c * pixels + i];
        sum += value;
        max = Math.max(max, value);
      }
      vector[c] = pool == Pool.AVG ? sum / pixels : max;
    }
    return vector;
  }
}
