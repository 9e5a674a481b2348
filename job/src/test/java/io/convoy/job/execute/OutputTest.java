package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.conv.Padding;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.source.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run writes, refuses and says. */
class OutputTest {
  private static JavaSparkContext sc;

  @TempDir private Path folder;

  private Path weights;
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
  void makeWeights() throws IOException {
    weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 4, 3, 3, 3));
    output = folder.resolve("results/maps");
  }

  @Test
  void workedExampleGivesItsNumbers() throws Exception {
    float[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] k = {0, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 4, 5, 2, 3, 4, 5, 3, 4, 5, 6};
    Path input = TestData.npy(folder.resolve("x.npy"), new Tensor(Shape.of(2, 3, 3), x));
    Path filters = TestData.npy(folder.resolve("k.npy"), new Tensor(Shape.of(3, 2, 2, 2), k));
    TestRun run = new TestRun(filters, output, input.toString()).padding(Padding.VALID);
    run.run(sc);
    try (DataSet set = run.open()) {
      assertEquals(1, set.records());
      assertEquals(input.toString(), set.id(0));
      assertEquals(Shape.of(3, 2, 2), set.shape("conv", 0));
      assertArrayEquals(
          new float[] {56, 72, 104, 120, 76, 100, 148, 172, 96, 128, 192, 224},
          set.read("conv", 0).data());
    }
  }

  @Test
  void dataSetIsWholeAndSaysWhatItHolds() throws Exception {
    photos("in", 5);
    TestRun run = new TestRun(weights, output, folder.resolve("in").toString()).grid("2x1x1");
    RunSummary summary = run.run(sc);
    List<String> names =
        TestRun.files(output).stream().map(file -> file.getFileName().toString()).toList();
    assertEquals(
        List.of("_SUCCESS", "_convoy.json", "part-00000.arrow", "part-00001.arrow"), names);
    JsonNode manifest = new ObjectMapper().readTree(output.resolve("_convoy.json").toFile());
    assertEquals(5, manifest.get("records").intValue());
    assertEquals(0, manifest.get("rejected").intValue());
    assertEquals(summary.weightsDigest(), manifest.get("layer").get("sha256").textValue());
    assertEquals(
        Files.size(output.resolve("part-00000.arrow"))
            + Files.size(output.resolve("part-00001.arrow")),
        summary.bytesWritten());
  }

  @Test
  void outputThatExistsIsRefused() throws Exception {
    photos("in", 2);
    TestRun run = new TestRun(weights, output, folder.resolve("in").toString());
    run.run(sc);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.run(sc));
    assertTrue(refused.getMessage().startsWith("output exists"), refused.getMessage());
    assertTrue(refused.getMessage().contains(output.toString()), refused.getMessage());
  }

  @Test
  void overwritingLeavesNothingOfTheOldOutput() throws Exception {
    photos("in", 6);
    photos("fewer", 1);
    new TestRun(weights, output, folder.resolve("in").toString()).grid("6x1x1").run(sc);
    TestRun second = new TestRun(weights, output, folder.resolve("fewer").toString());
    second.overwriting().run(sc);
    assertEquals(1, second.ids().size());
    assertEquals(List.of(output), TestRun.files(output.getParent()));
  }

  @Test
  void folderThatIsNoDataSetIsNeverOverwritten() throws Exception {
    photos("in", 2);
    TestRun run = new TestRun(weights, folder.resolve("in"), folder.resolve("in").toString());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.overwriting().run(sc));
    assertTrue(refused.getMessage().startsWith("only a data set that Convoy wrote"));
    assertEquals(2, TestRun.files(folder.resolve("in")).size());
  }

  @Test
  void foldersMadeForAnOutputGoAgainWhereTheRunFails() throws Exception {
    Files.writeString(folder.resolve("a.jpg"), "text");
    TestRun run =
        new TestRun(weights, folder.resolve("new/deep/maps"), folder.resolve("a.jpg").toString());
    assertThrows(RunException.class, () -> run.run(sc));
    assertTrue(Files.notExists(folder.resolve("new")));
  }

  @Test
  void imagesOfOneSizeGiveAFixedShapeAndOthersAVariableOne() throws Exception {
    TestData.photo(folder.resolve("in/a.png"), 1, 20, 30);
    TestData.photo(folder.resolve("in/b.png"), 2, 20, 30);
    TestRun same = new TestRun(weights, output, folder.resolve("in").toString());
    same.run(sc);
    try (DataSet set = same.open()) {
      assertEquals(Optional.of(Shape.of(4, 20, 30)), set.columns().get(0).shape());
    }
    TestData.photo(folder.resolve("in/c.png"), 3, 21, 30);
    TestRun mixed = new TestRun(weights, folder.resolve("mixed"), folder.resolve("in").toString());
    mixed.run(sc);
    try (DataSet set = mixed.open()) {
      assertEquals(Optional.empty(), set.columns().get(0).shape());
      assertEquals(Shape.of(4, 20, 30), set.shape("conv", 0));
      assertEquals(Shape.of(4, 21, 30), set.shape("conv", 2));
    }
  }

  @Test
  void recordsComeInTheOrderOfTheInputs() throws Exception {
    photos("b", 3);
    photos("a", 11);
    TestRun run =
        new TestRun(
                weights, output, folder.resolve("b").toString(), folder.resolve("a/*").toString())
            .grid("4x1x1");
    run.run(sc);
    List<String> expected = new ArrayList<>();
    TestRun.files(folder.resolve("b")).forEach(file -> expected.add(file.toString()));
    TestRun.files(folder.resolve("a")).forEach(file -> expected.add(file.toString()));
    assertEquals(expected, run.ids());
  }

  @Test
  void oddNamesAreTakenLiterally() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String name :
        List.of(
            "a b.png", "c%20d.png", "e#f.png", "g[1]*.png", "h:i.png", "j+k&l.png", "ñü✓.png")) {
      expected.add(
          TestData.photo(folder.resolve("ödd %41 #dir").resolve(name), 1, 8, 9).toString());
    }
    TestRun all =
        new TestRun(weights, folder.resolve("réß #1 %"), folder.resolve("ödd %41 #dir").toString());
    all.run(sc);
    assertEquals(expected, all.ids());
    TestRun single =
        new TestRun(weights, output, folder.resolve("ödd %41 #dir/g[1]*.png").toString());
    single.run(sc);
    assertEquals(1, single.ids().size());
  }

  @Test
  void batchOnAnotherFileSystemIsReadRecordByRecord() throws Exception {
    Path batch = TestData.npy(folder.resolve("batch.npy"), TestData.random(3, 5, 3, 8, 9));
    TestRun remote = new TestRun(weights, output, FaultyFileSystem.uri(batch)).grid("2x1x1");
    remote.run(sc);
    assertEquals("faulty:" + batch + "#4", remote.ids().get(4));
    TestRun local = new TestRun(weights, folder.resolve("local"), batch.toString());
    local.run(sc);
    try (DataSet first = remote.open();
        DataSet second = local.open()) {
      for (int record = 0; record < 5; record++) {
        assertArrayEquals(first.read("conv", record).data(), second.read("conv", record).data());
      }
    }
  }

  @Test
  void dataSetIsAnInputToo() throws Exception {
    photos("in", 4);
    new TestRun(weights, output, folder.resolve("in").toString()).grid("2x1x1").run(sc);
    Path next = TestData.npy(folder.resolve("next.npy"), TestData.random(5, 2, 4, 1, 1));
    TestRun second = new TestRun(next, folder.resolve("second"), output.toString()).grid("3x1x2");
    RunSummary summary = second.run(sc);
    assertEquals(4, summary.written());
    List<String> expected =
        TestRun.files(folder.resolve("in")).stream().map(Path::toString).toList();
    assertEquals(expected, second.ids());
  }

  @Test
  void weightsThatAreNotNumbersAreUsedAndSaidOnce() throws Exception {
    Tensor odd = TestData.random(1, 2, 3, 1, 1);
    odd.data()[0] = Float.NaN;
    Path file = TestData.npy(folder.resolve("nan.npy"), odd);
    photos("in", 3);
    List<String> heard = new ArrayList<>();
    TestRun run = new TestRun(file, output, folder.resolve("in").toString());
    RunSummary summary =
        run.run(
            sc,
            new RunListener() {
              @Override
              public void note(String sentence) {
                heard.add(sentence);
              }
            });
    assertEquals(
        List.of("weights hold numbers that are NaN or infinite: count=1, path=" + file), heard);
    assertEquals(heard, summary.notes());
    try (DataSet set = run.open()) {
      assertTrue(Float.isNaN(set.read("conv", 0).at(0, 0, 0)));
    }
  }

  @Test
  void channelsThatDontMatchAreAnArgumentError() throws Exception {
    Path four = TestData.npy(folder.resolve("four.npy"), TestData.random(1, 2, 4, 1, 1));
    photos("in", 1);
    TestRun run = new TestRun(four, output, folder.resolve("in").toString());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.run(sc));
    assertEquals(
        "input channels must equal weights' input channels times groups: input=3, weights=4,"
            + " groups=1",
        refused.getMessage());
  }

  @Test
  void imageTooSmallForTheKernelIsRejectedAmongOthers() throws Exception {
    TestData.photo(folder.resolve("in/a.png"), 1, 20, 30);
    TestData.photo(folder.resolve("in/b.png"), 2, 2, 30);
    TestRun run = new TestRun(weights, output, folder.resolve("in").toString());
    RunSummary summary = run.padding(Padding.VALID).run(sc);
    assertEquals(1, summary.written());
    assertEquals(1, summary.plan().unfit());
    assertTrue(
        summary.rejects().keySet().iterator().next().startsWith("the kernel must fit"),
        summary.rejects().toString());
  }

  @Test
  void resizeOfTensorsIsAnArgumentError() throws Exception {
    Path input = TestData.npy(folder.resolve("x.npy"), TestData.random(1, 3, 8, 8));
    Preprocess resize =
        new Preprocess(
            Optional.of(new ImageSize(4, 4)),
            Optional.empty(),
            1f,
            new float[] {0f},
            new float[] {1f},
            false);
    TestRun run = new TestRun(weights, output, input.toString()).preprocess(resize);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.run(sc));
    assertTrue(refused.getMessage().contains(input.toString()), refused.getMessage());
  }

  @Test
  void missingPathAndEmptyFolderAreArgumentErrors() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(empty.resolve(".hidden"), "");
    Files.writeString(empty.resolve("_hidden"), "");
    for (String input : List.of(folder.resolve("nowhere").toString(), empty.toString())) {
      TestRun run = new TestRun(weights, output, input);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> run.run(sc));
      assertTrue(refused.getMessage().contains("path=" + input), refused.getMessage());
    }
    TestRun run = new TestRun(folder.resolve("none.npy"), output, empty.toString());
    assertEquals(
        "weights file does not exist: path=" + folder.resolve("none.npy"),
        assertThrows(IllegalArgumentException.class, () -> run.run(sc)).getMessage());
  }

  @Test
  void planTellsWhatTheRunDoesAndWritesNothing() throws Exception {
    photos("in", 7);
    TestRun run = new TestRun(weights, output, folder.resolve("in").toString()).grid("2x2x3");
    ConvPlan plan = run.plan(sc);
    assertTrue(Files.notExists(output));
    assertEquals(plan, run.run(sc).plan());
    assertEquals(2 * 2 * 3 + 2, plan.tasks());
    assertEquals(7L * 10 * 12 * 4 * 27, plan.work().multiplyAdds());
  }

  @Test
  void progressEndsWithAllTasksAndAllRecords() throws Exception {
    photos("in", 7);
    List<Progress> heard = new ArrayList<>();
    TestRun run = new TestRun(weights, output, folder.resolve("in").toString()).grid("3x2x1");
    run.run(
        sc,
        new RunListener() {
          @Override
          public void progress(Progress progress) {
            heard.add(progress);
          }
        });
    assertEquals(new Progress(9, 9, 7, 7), heard.get(heard.size() - 1));
  }

  private void photos(String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      TestData.photo(folder.resolve(name).resolve("p" + (char) ('a' + i) + ".png"), i, 10, 12);
    }
  }
}
