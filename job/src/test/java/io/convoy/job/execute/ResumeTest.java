package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.job.source.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose driver dies is taken up by the next, which ends as if nothing had happened. */
class ResumeTest {
  private static final int PHOTOS = 24;

  /** Records that are written when the driver is killed: a bit less than half. */
  private static final int ENOUGH = 13;

  /** How long a driver may take to write as many. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static JavaSparkContext sc;

  @TempDir private Path folder;

  private Path weights;
  private Path photos;
  private Path results;
  private Path output;

  @BeforeAll
  static void startSpark() {
    sc = TestSpark.start("local[2]", FaultyFileSystem.settings());
  }

  @AfterAll
  static void stopSpark() {
    sc.close();
  }

  @BeforeEach
  void makeInputs() throws IOException {
    weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 8, 3, 3, 3));
    photos = folder.resolve("photos");
    results = Files.createDirectories(folder.resolve("results"));
    output = results.resolve("maps");
    for (int i = 0; i < PHOTOS; i++) {
      TestData.photo(photos.resolve(String.format("p%02d.png", i)), i, 24 + i, 32);
    }
    Files.writeString(photos.resolve("bad.png"), "no photo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"24x1x1", "12x2x1", "auto"})
  void driverKilledHalfwayIsResumedAndNoBitDiffers(String grid) throws Exception {
    // Far behind what is enough: their tasks may take both cores before the parts of the job ahead
    // of theirs are joined.
    for (int waiting : new int[] {20, 22}) {
      Path photo = photos.resolve("p" + waiting + ".png");
      Files.move(photo, photos.resolve("p" + waiting + "-waits.png"));
    }
    String input = FaultyFileSystem.uri(photos);
    int written = killHalfway(grid, input);
    TestRun resumed = new TestRun(weights, output, input).onSlowMachine().grid(grid).resuming();
    RunSummary summary = resumed.run(sc);
    TestRun whole =
        new TestRun(weights, folder.resolve("whole/maps"), input).onSlowMachine().grid(grid);
    RunSummary uninterrupted = whole.run(sc);

    int parts = summary.plan().grid().images();
    assertTrue(
        parts - summary.partsTakenOver() < 0.6 * parts,
        "taken over " + summary.partsTakenOver() + " of " + parts + ", written=" + written);
    assertTrue(summary.partsTakenOver() < parts, "it was killed before its end");
    assertEquals(whole.digest(), resumed.digest());
    assertArrayEquals(manifest(folder.resolve("whole/maps")), manifest(output));
    assertEquals(uninterrupted.rejects(), summary.rejects());
    assertEquals(uninterrupted.written(), summary.written());
    assertEquals(uninterrupted.bytesWritten(), summary.bytesWritten());
    assertEquals(uninterrupted.parts(), summary.parts());
    assertEquals(whole.rejects(), resumed.rejects());
    assertOnlyOutput();
  }

  @Test
  void finishedPartThatIsDamagedIsComputedAgain() throws Exception {
    TestRun run = new TestRun(weights, output, photos.toString()).grid("6x1x1").resuming();
    stopAfterRenames(7, run);
    Path part = attempts().get(0);
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() / 2);
    }
    int finished = attempts().size();
    RunSummary summary = run.run(sc);
    assertEquals(finished - 1, summary.partsTakenOver());
    assertEquals(expected(), run.digest());
  }

  /** The output's file system answers no more from a rename on, as if the driver died there. */
  @Test
  void driverMayDieAtAnyStepOfTheCommit() throws Exception {
    new TestRun(weights, output, photos.resolve("p00.png").toString()).run(sc);
    String old = new TestRun(weights, output).digest();
    Path disk = results.resolve("maps");
    boolean ended = false;
    for (int renames = 1; !ended; renames++) {
      TestRun run =
          new TestRun(weights, FaultyFileSystem.uri(disk), photos.toString())
              .grid("2x1x1")
              .resuming()
              .overwriting();
      try {
        FaultyFileSystem.stopAfter(renames);
        run.run(sc);
        ended = true;
      } catch (RunException e) {
        assertTrue(e.getMessage().contains(FaultyFileSystem.GONE), e.getMessage());
      } finally {
        FaultyFileSystem.go();
      }
      forgetDriver();
      run.run(sc);
      assertEquals(expected(), new TestRun(weights, output).digest(), "renames=" + renames);
      assertTrue(Files.exists(output.resolve("_SUCCESS")), "renames=" + renames);
      assertOnlyOutput();
      // The next death finds the old output again.
      TestRun.delete(output);
      new TestRun(weights, output, photos.resolve("p00.png").toString()).run(sc);
      assertEquals(old, new TestRun(weights, output).digest());
    }
  }

  @Test
  void oldOutputIsBackWhereTheDriverDiedBetweenTheTwo() throws Exception {
    new TestRun(weights, output, photos.resolve("p00.png").toString()).run(sc);
    String old = new TestRun(weights, output).digest();
    TestRun run =
        new TestRun(weights, FaultyFileSystem.uri(output), photos.toString()).grid("1x1x1");
    int renames = 0;
    while (Files.exists(output)) {
      stopAfterRenames(++renames, run.resuming().overwriting());
    }
    TestRun other = new TestRun(weights, output, photos.resolve("p00.png").toString());
    assertThrows(IllegalArgumentException.class, () -> other.run(sc));
    assertEquals(old, other.digest());
  }

  @ParameterizedTest
  @CsvSource({
    "stride, 'layer.options.stride'", //
    "weights, 'layer.weights'",
    "input, 'a file has changed: path='",
    "time, 'a file was written again: path='",
    "more, 'a file has come: path='",
    "fewer, 'a file is no longer there: path='"
  })
  void whatDiffersIsRefused(String what, String words) throws Exception {
    TestRun run = new TestRun(weights, output, photos.toString()).grid("6x1x1").resuming();
    stopAfterRenames(5, run);
    Path last = photos.resolve("p23.png");
    switch (what) {
      case "stride" -> run.stride(2);
      case "weights" -> {
        Path other = TestData.npy(folder.resolve("v.npy"), TestData.random(2, 8, 3, 3, 3));
        run = new TestRun(other, output, photos.toString()).grid("6x1x1").resuming();
      }
      case "input" -> TestData.photo(last, 99, 47, 32);
      case "time" -> Files.setLastModifiedTime(last, FileTime.fromMillis(1));
      case "more" -> TestData.photo(photos.resolve("p99.png"), 1, 24, 32);
      default -> Files.delete(last);
    }
    TestRun changed = run;
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> changed.run(sc));
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertFalse(Files.exists(output));
  }

  @Test
  void rejectedRecordsAreTriedAgainWhereThatIsAskedFor() throws Exception {
    TestRun run = new TestRun(weights, output, photos.toString()).grid("5x1x1").resuming();
    stopAfterRenames(6, run);
    assertFalse(attempts().isEmpty());
    TestData.photo(photos.resolve("bad.png"), 77, 24, 32);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.run(sc));
    assertTrue(refused.getMessage().contains("bad.png"), refused.getMessage());
    RunSummary summary = run.retryingRejected().run(sc);
    assertEquals(PHOTOS + 1, summary.written());
    assertEquals(0, summary.rejected());
    assertTrue(summary.partsTakenOver() > 0);
    assertEquals(expected(), run.digest());
  }

  @Test
  void runThatStillGoesOnIsNotTakenUp() throws Exception {
    TestRun run = new TestRun(weights, FaultyFileSystem.uri(output), photos.toString());
    FaultyFileSystem.stopAfter(3);
    try {
      assertThrows(RunException.class, () -> run.grid("4x1x1").resuming().run(sc));
    } finally {
      FaultyFileSystem.go();
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.run(sc));
    assertTrue(refused.getMessage().contains("the run is still going on"), refused.getMessage());
  }

  @Test
  void withoutResumeAllIsComputedAnewAndTheRestIsNamed() throws Exception {
    TestRun run = new TestRun(weights, output, photos.toString()).grid("6x1x1");
    stopAfterRenames(5, run.resuming());
    List<String> heard = new ArrayList<>();
    TestRun anew = new TestRun(weights, output, photos.toString()).grid("3x1x1");
    anew.run(
        sc,
        new RunListener() {
          @Override
          public void note(String sentence) {
            heard.add(sentence);
          }
        });
    assertTrue(heard.get(0).startsWith("an earlier run did not end"), heard.toString());
    assertEquals(expected(), anew.digest());
  }

  /** What a run that nothing disturbs writes. */
  private String expected() throws Exception {
    TestRun run = new TestRun(weights, folder.resolve("expected/maps"), photos.toString());
    return run.overwriting().run(sc) == null ? "" : run.digest();
  }

  /** Runs on a file system that answers no more from a rename on, and forgets who it was. */
  private void stopAfterRenames(int renames, TestRun run) throws Exception {
    FaultyFileSystem.stopAfter(renames);
    try {
      TestRun faulty = run.writingTo(FaultyFileSystem.uri(output));
      assertThrows(RunException.class, () -> faulty.run(sc));
    } finally {
      FaultyFileSystem.go();
      run.writingTo(output.toString());
    }
    forgetDriver();
  }

  /** The driver that died was this process, which lives. */
  private void forgetDriver() throws IOException {
    Storage storage = new Storage(new Configuration());
    for (Path each : TestRun.files(results)) {
      org.apache.hadoop.fs.Path run = Storage.path(each.toString());
      var begun = Begun.read(storage, run);
      if (begun.isPresent()) {
        begun.get().by(Begun.Driver.NONE).write(storage, run);
      }
    }
  }

  /** Files of parts that tasks have written, in the folder of the run that did not end. */
  private List<Path> attempts() throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .filter(file -> file.toString().contains("attempts-"))
          .filter(file -> file.toString().endsWith(".arrow"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private static byte[] manifest(Path dataSet) throws IOException {
    return Files.readAllBytes(dataSet.resolve("_convoy.json"));
  }

  private void assertOnlyOutput() throws IOException {
    assertEquals(List.of(output), TestRun.files(results));
  }

  /** Kills a driver, as kill -9 does, once about half of the records are written. */
  private int killHalfway(String grid, String input) throws Exception {
    Process driver =
        TestJvm.start(
            List.of("-Xmx600m"),
            SlowRun.class.getName(),
            List.of(weights.toString(), output.toString(), input, grid));
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(driver::destroyForcibly);
    try (BufferedReader lines = driver.inputReader()) {
      StringBuilder printed = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.append(line).append('\n');
        if (line.startsWith("written ") && Integer.parseInt(line.substring(8)) >= ENOUGH) {
          driver.destroyForcibly().waitFor();
          return Integer.parseInt(line.substring(8));
        }
      }
      throw new AssertionError("the driver ended too early or was too slow: " + printed);
    }
  }

  /** A driver of its own that says how far it is, until it waits for two of its inputs. */
  static final class SlowRun {
    private SlowRun() {}

    public static void main(String[] args) throws Exception {
      FaultyFileSystem.letWait();
      try (JavaSparkContext slow = TestSpark.start("local[2]", FaultyFileSystem.settings())) {
        new TestRun(Path.of(args[0]), args[1], args[2])
            .onSlowMachine()
            .grid(args[3])
            .run(
                slow,
                new RunListener() {
                  @Override
                  public void progress(Progress progress) {
                    System.out.println("written " + progress.records());
                  }
                });
      }
    }
  }
}
