package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.job.plan.OnError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 2 on Spark: every record ends in the output or the rejects; all of it appears, or none. */
class NothingLostTest {
  private static final int PHOTOS = 12;

  @TempDir private Path folder;

  private Path weights;
  private Path photos;
  private Path results;

  @BeforeEach
  void makeInputs() throws IOException {
    weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 8, 3, 3, 3));
    photos = folder.resolve("photos");
    results = Files.createDirectories(folder.resolve("results"));
    for (int i = 0; i < PHOTOS; i++) {
      TestData.photo(photos.resolve("p" + i + ".png"), i, 24, 32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4x1x1", "2x2x2"})
  void taskThatFailsOnceIsTriedAgain(String grid) throws Exception {
    Path flaky = folder.resolve("flaky");
    copyPhotos(flaky, "fails-once.png");
    try (JavaSparkContext sc = TestSpark.start("local[2,4]", FaultyFileSystem.settings())) {
      TestRun run =
          new TestRun(weights, results.resolve("maps"), FaultyFileSystem.uri(flaky)).grid(grid);
      RunSummary summary = run.run(sc);
      assertEquals(PHOTOS + 1, summary.written());
      assertEquals(PHOTOS + 1, run.ids().size());
      assertEquals(1, summary.tasks().retries());
      assertEachUnitCountsOnce(summary);
      assertOnlyOutput("maps");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4x1x1", "2x2x2"})
  void taskThatFailsAlwaysLeavesTheOldOutputUntouched(String grid) throws Exception {
    Path broken = folder.resolve("broken");
    copyPhotos(broken, "fails-always.png");
    try (JavaSparkContext sc = TestSpark.start("local[2,4]", FaultyFileSystem.settings())) {
      Path output = results.resolve("maps");
      TestRun old = new TestRun(weights, output, photos.toString());
      old.run(sc);
      String before = old.digest();

      TestRun run = new TestRun(weights, output, FaultyFileSystem.uri(broken)).grid(grid);
      RunException failure = assertThrows(RunException.class, () -> run.overwriting().run(sc));

      assertTrue(failure.getMessage().contains("fails-always.png"), failure.getMessage());
      assertTrue(failure.getMessage().contains("the disk is gone"), failure.getMessage());
      assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
      assertEquals(before, old.digest());
      assertOnlyOutput("maps");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4x1x1", "2x2x1"})
  void killedExecutorIsReplacedAndNothingIsWrittenTwice(String grid) throws Exception {
    Path deadly = folder.resolve("deadly");
    copyPhotos(deadly, "kills-once.png");
    try (JavaSparkContext sc =
        TestSpark.start("local-cluster[2,1,1024]", FaultyFileSystem.settings())) {
      TestRun run =
          new TestRun(weights, results.resolve("maps"), FaultyFileSystem.uri(deadly)).grid(grid);
      RunSummary summary = run.run(sc);
      assertEquals(PHOTOS + 1, summary.written());
      assertEquals(PHOTOS + 1, run.ids().stream().distinct().count());
      assertTrue(summary.tasks().retries() >= 1, summary.tasks().toString());
      assertTrue(summary.tasks().lostSeconds() > 0, summary.tasks().toString());
      assertEachUnitCountsOnce(summary);
      assertOnlyOutput("maps");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "3x2x2"})
  void everyBadInputIsRejectedWithItsReason(String grid) throws Exception {
    Path mixed = folder.resolve("mixed");
    for (int i = 0; i < 183; i++) {
      Files.createDirectories(mixed);
      Files.copy(
          photos.resolve("p" + i % PHOTOS + ".png"), mixed.resolve(String.format("%03d.png", i)));
    }
    Map<String, String> bad = makeBadInputs(mixed);
    assertEquals(17, bad.size());
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      TestRun run = new TestRun(weights, results.resolve("maps"), mixed.toString()).grid(grid);
      RunSummary summary = run.run(sc);

      assertEquals(200, summary.records());
      assertEquals(183, summary.written());
      assertEquals(17, summary.rejected());
      assertEquals(183, run.ids().size());
      Map<String, String> rejects = new TreeMap<>();
      for (String line : run.rejects()) {
        JsonNode reject = new ObjectMapper().readTree(line);
        rejects.put(reject.get("id").textValue(), reject.get("reason").textValue());
      }
      assertEquals(bad.keySet(), rejects.keySet());
      rejects.forEach(
          (id, reason) -> {
            assertFalse(reason.isBlank(), id);
            assertFalse(reason.contains("\n"), reason);
            assertTrue(reason.contains(bad.get(id)), id + ": " + reason);
          });
    }
  }

  @Test
  void driverThatIsStoppedLeavesTheOldOutputAndNothingElse() throws Exception {
    Path stopping = folder.resolve("stopping");
    copyPhotos(stopping, "stops-driver.png");
    Path output = results.resolve("maps");
    TestRun old = new TestRun(weights, output, photos.toString());
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      old.run(sc);
    }
    String before = old.digest();
    TestJvm.Result result =
        TestJvm.run(
            "-Xmx600m",
            StoppedRun.class,
            List.of(weights.toString(), output.toString(), FaultyFileSystem.uri(stopping)));
    assertEquals(FaultyFileSystem.STOPPED, result.exit(), result.printed());
    assertEquals(before, old.digest());
    assertOnlyOutput("maps");
  }

  /** A driver of its own, to be stopped. */
  static final class StoppedRun {
    private StoppedRun() {}

    public static void main(String[] args) throws Exception {
      try (JavaSparkContext sc = TestSpark.start("local[2]", FaultyFileSystem.settings())) {
        new TestRun(Path.of(args[0]), args[1], args[2]).overwriting().grid("4x1x1").run(sc);
      }
    }
  }

  @Test
  void runWithoutOneGoodRecordFails() throws Exception {
    Path bad = Files.createDirectories(folder.resolve("bad"));
    Files.writeString(bad.resolve("a.jpg"), "no photo");
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      TestRun run = new TestRun(weights, results.resolve("maps"), bad.toString());
      RunException failure = assertThrows(RunException.class, () -> run.run(sc));
      assertTrue(
          failure.getMessage().startsWith("every record was rejected: records=1"),
          failure.getMessage());
      assertOnlyOutput();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not an image at all", "header"})
  void badRecordFailsTheRunWhereThatIsAskedFor(String kind) throws Exception {
    byte[] photo = Files.readAllBytes(TestData.photo(folder.resolve("x.jpg"), 9, 64, 64));
    Path bad = photos.resolve("zz-bad.jpg");
    if (kind.equals("header")) {
      Files.write(bad, Arrays.copyOf(photo, photo.length / 2));
    } else {
      Files.writeString(bad, kind);
    }
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      TestRun run = new TestRun(weights, results.resolve("maps"), photos.toString());
      RunException failure =
          assertThrows(RunException.class, () -> run.onError(OnError.FAIL).run(sc));
      assertTrue(failure.getMessage().contains(bad.toString()), failure.getMessage());
      assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
      assertOnlyOutput();
    }
  }

  @Test
  void fullDiskIsNamedAndLeavesNothing() throws Exception {
    Path disk = Files.createDirectories(results.resolve("full-disk"));
    try (JavaSparkContext sc = TestSpark.start("local[2]", FaultyFileSystem.settings())) {
      TestRun run =
          new TestRun(weights, FaultyFileSystem.uri(disk.resolve("maps")), photos.toString());
      RunException failure = assertThrows(RunException.class, () -> run.run(sc));
      assertTrue(failure.getMessage().contains("full-disk"), failure.getMessage());
      assertTrue(failure.getMessage().contains("No space left"), failure.getMessage());
      assertTrue(TestRun.files(disk).isEmpty());
    }
  }

  @Test
  void outputThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(results.resolve("file"), "in the way");
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      TestRun run = new TestRun(weights, file.resolve("maps"), photos.toString());
      RunException failure = assertThrows(RunException.class, () -> run.run(sc));
      assertTrue(
          failure.getMessage().startsWith("output can't be written: path=" + file),
          failure.getMessage());
      assertOnlyOutput("file");
    }
  }

  /** Whatever was tried again, and on whichever executor. */
  private static void assertEachUnitCountsOnce(RunSummary summary) {
    TaskFigures tasks = summary.tasks();
    int units = tasks.executors().stream().mapToInt(TaskFigures.Executor::units).sum();
    assertEquals(summary.plan().tasks(), units, tasks.toString());
    assertEquals(units, tasks.computing().tasks() + tasks.joining().tasks(), tasks.toString());
    assertEquals(summary.plan().shuffles(), tasks.shuffledBytes() > 0, tasks.toString());
  }

  private void copyPhotos(Path target, String faulty) throws IOException {
    Files.createDirectories(target);
    for (int i = 0; i < PHOTOS; i++) {
      Files.copy(photos.resolve("p" + i + ".png"), target.resolve("p" + i + ".png"));
    }
    Files.copy(photos.resolve("p0.png"), target.resolve(faulty));
  }

  /** 17 files, and a word of the reason for each. */
  private Map<String, String> makeBadInputs(Path target) throws IOException {
    Map<String, String> bad = new TreeMap<>();
    byte[] jpeg = Files.readAllBytes(TestData.photo(folder.resolve("x.jpg"), 9, 64, 64));
    byte[] png = Files.readAllBytes(TestData.photo(folder.resolve("x.png"), 9, 64, 64));
    for (int i = 0; i < 4; i++) {
      put(bad, target.resolve("empty" + i + ".png"), new byte[0], "empty");
      put(bad, target.resolve("text" + i + ".jpg"), "hello".getBytes("UTF-8"), "not an image");
      put(bad, target.resolve("cut" + i + ".jpg"), Arrays.copyOf(jpeg, jpeg.length / 2), "JPEG");
      put(bad, target.resolve("cut" + i + ".png"), Arrays.copyOf(png, png.length / 2), "PNG");
    }
    put(bad, target.resolve("tensor.npy"), Arrays.copyOf(png, 400), "not an npy file");
    return bad;
  }

  private static void put(Map<String, String> bad, Path file, byte[] bytes, String reason)
      throws IOException {
    Files.write(file, bytes);
    bad.put(file.toString(), reason);
  }

  /** Nothing but these lies where outputs go: no folder of a run, no trace of an attempt. */
  private void assertOnlyOutput(String... names) throws IOException {
    assertEquals(Arrays.stream(names).map(results::resolve).toList(), TestRun.files(results));
  }
}
