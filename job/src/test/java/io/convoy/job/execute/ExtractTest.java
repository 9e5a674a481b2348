package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.model.Wanted;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Restart;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network on Spark: the same records whoever computes them, and none lost. */
@TestInstance(Lifecycle.PER_CLASS)
class ExtractTest {
  private static final Preprocess TO_12 =
      new Preprocess(
          Optional.of(new ImageSize(12, 12)),
          Optional.empty(),
          1 / 255f,
          new float[] {0.5f},
          new float[] {0.25f},
          false);

  @TempDir private static Path folder;

  /** What each case wrote first; all later ones must write the same. */
  private final Map<String, String> digests = new HashMap<>();

  private Path photos;
  private Path anyBatch;
  private Path oneImage;
  private Path anySize;

  @BeforeAll
  void makeInputs() throws IOException {
    photos = folder.resolve("photos");
    for (int i = 0; i < 11; i++) {
      TestData.photo(photos.resolve(10 + i + ".png"), i, 14 + 5 * (i % 3), 15 + 4 * (i % 2));
    }
    anyBatch = TestModel.write(folder.resolve("models/any-batch.onnx"), 0, 3, 12, 12);
    oneImage = TestModel.write(folder.resolve("models/one-image.onnx"), 1, 3, 12, 12);
    anySize = TestModel.write(folder.resolve("models/any-size.onnx"), 0, 3, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]", "local-cluster[2,1,1024]"})
  void everyMasterAndGridGiveTheSameRecords(String master) throws Exception {
    try (JavaSparkContext sc = TestSpark.start(master)) {
      for (String grid : List.of("auto", "1x1x1", "4x1x1")) {
        for (Path model : List.of(anyBatch, oneImage)) {
          Path output = Files.createTempDirectory(folder, "out").resolve("fixed");
          List<Wanted> wanted = wanted("r1", "sum:avg", "flat", "output");
          RunSummary summary = run(sc, request(photos, model, output, wanted, TO_12, grid));
          assertEquals(11, summary.written(), summary.rejects().toString());
          assertSameAsBefore("fixed", output, master + " " + grid + " " + model);
        }
        Path output = Files.createTempDirectory(folder, "out").resolve("sizes");
        List<Wanted> wanted = wanted("r2", "output");
        RunSummary summary =
            run(sc, request(photos, anySize, output, wanted, Preprocess.NONE, grid));
        assertEquals(11, summary.written(), summary.rejects().toString());
        assertSameAsBefore("sizes", output, master + " " + grid);
      }
    }
  }

  @Test
  void tasksOfTheDriversJvmTakeTheModelThatItHasRead() throws Exception {
    Path once = Files.copy(anyBatch, folder.resolve("models/read-once.onnx"));
    RunListener removesTheModel =
        new RunListener() {
          @Override
          public void planned(RunPlan plan) {
            try {
              Files.delete(once);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Path output = folder.resolve("read-once");
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      ExtractRequest request =
          request(photos, once, output, wanted("r1", "sum:avg", "flat", "output"), TO_12, "4x1x1");
      assertEquals(11, SparkRunner.run(sc, request, removesTheModel).written());
    }
    assertSameAsBefore("fixed", output, "model read once");
  }

  @Test
  void aRunThatIsContinuedGivesTheBitsOfOneRun() throws Exception {
    try (JavaSparkContext sc = TestSpark.start("local[2]")) {
      Path whole = folder.resolve("continued/whole");
      run(sc, request(photos, anySize, whole, wanted("r1", "flat", "output"), TO_12, "auto"));
      for (String from : List.of("r1", "flat")) {
        Path rest = folder.resolve("continued/from-" + from);
        ExtractRequest request =
            new ExtractRequest(
                List.of(whole.toString()),
                anySize.toString(),
                List.of(),
                Optional.of(from),
                Preprocess.NONE,
                Optional.empty(),
                OnError.FAIL,
                output(rest));
        assertEquals(11, run(sc, request).written());
        try (DataSet once = open(whole);
            DataSet twice = open(rest)) {
          for (long record = 0; record < 11; record++) {
            assertEquals(once.id(record), twice.id(record));
            assertArrayEquals(
                once.read("output", record).data(), twice.read("output", record).data(), 0f);
          }
        }
      }
    }
  }

  @Test
  void recordsThatDontFitAreRejectedAndTheOthersWritten() throws Exception {
    Path mixed = folder.resolve("mixed");
    TestData.photo(mixed.resolve("a.png"), 1, 12, 12);
    TestData.photo(mixed.resolve("b.png"), 2, 12, 13);
    Files.writeString(mixed.resolve("c.png"), "no image");
    TestData.photo(mixed.resolve("d.png"), 3, 12, 12);
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      Path output = folder.resolve("some");
      RunSummary summary =
          run(sc, request(mixed, anyBatch, output, List.of(), Preprocess.NONE, "1x1x1"));
      assertEquals(2, summary.written());
      assertEquals(2, summary.rejected());
      assertTrue(
          summary.rejects().keySet().stream()
              .anyMatch(reason -> reason.contains("image=(3, 12, 13)")),
          summary.rejects().toString());
      try (DataSet set = open(output)) {
        assertEquals(mixed.resolve("a.png").toString(), set.id(0));
        assertEquals(mixed.resolve("d.png").toString(), set.id(1));
      }
    }
  }

  @Test
  void theManifestNamesTheModelAndItsLayers() throws Exception {
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      Path output = folder.resolve("named");
      run(sc, request(photos, anyBatch, output, wanted("r1", "output"), TO_12, "auto"));
      JsonNode manifest = new ObjectMapper().readTree(output.resolve("_convoy.json").toFile());
      byte[] model = Files.readAllBytes(anyBatch);
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
      assertEquals("extract", manifest.get("command").textValue());
      assertEquals(digest, manifest.get("network").get("sha256").textValue());
      assertEquals("[\"r1\",\"output\"]", manifest.get("network").get("layers").toString());
      assertEquals(11, manifest.get("records").intValue());
    }
  }

  @Test
  void columnsHaveTheirShapesAndPooledOnesTheirAverages() throws Exception {
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      Path output = folder.resolve("columns");
      run(sc, request(photos, anyBatch, output, wanted("r1", "r1:avg", "r1:max"), TO_12, "auto"));
      try (DataSet set = open(output)) {
        assertEquals(
            List.of("r1", "r1:avg", "r1:max"),
            set.columns().stream().map(TensorColumn::name).toList());
        Tensor maps = set.read("r1", 0);
        assertEquals(Shape.of(20, 12, 12), maps.shape());
        for (int c = 0; c < 20; c++) {
          double sum = 0;
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < 144; i++) {
            sum += maps.data()[c * 144 + i];
            max = Math.max(max, maps.data()[c * 144 + i]);
          }
          assertEquals(sum / 144, set.read("r1:avg", 0).data()[c], 1e-5);
          assertEquals(max, set.read("r1:max", 0).data()[c]);
        }
      }
    }
  }

  @Test
  void aModelOfOneImageIsRunImageByImageAndSaysSo() throws Exception {
    List<String> notes = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      ExtractRequest request =
          request(photos, oneImage, folder.resolve("one"), List.of(), TO_12, "auto");
      NetworkPlan plan = (NetworkPlan) SparkRunner.plan(sc, request);
      assertEquals(1, plan.batch().images());
      SparkRunner.run(sc, request, listener);
    }
    assertEquals(
        List.of(
            "the model fixes its batch at one image, images are run one by one: path=" + oneImage),
        notes);
  }

  private void assertSameAsBefore(String what, Path output, String who) throws Exception {
    String digest = digest(output);
    String first = digests.putIfAbsent(what, digest);
    assertEquals(first == null ? digest : first, digest, what + " " + who);
  }

  private static String digest(Path output) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DataSet set = open(output)) {
      for (long record = 0; record < set.records(); record++) {
        digest.update(set.id(record).getBytes(StandardCharsets.UTF_8));
        for (TensorColumn column : set.columns()) {
          Tensor tensor = set.read(column.name(), record);
          digest.update((column.name() + tensor.shape()).getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes = ByteBuffer.allocate(tensor.data().length * Float.BYTES);
          bytes.asFloatBuffer().put(tensor.data());
          digest.update(bytes);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static RunSummary run(JavaSparkContext sc, ExtractRequest request) throws RunException {
    return SparkRunner.run(sc, request, RunListener.SILENT);
  }

  private static ExtractRequest request(
      Path input,
      Path model,
      Path output,
      List<Wanted> wanted,
      Preprocess preprocess,
      String grid) {
    return new ExtractRequest(
        List.of(input.toString()),
        model.toString(),
        wanted,
        Optional.empty(),
        preprocess,
        Grid.parse(grid),
        OnError.REJECT,
        output(output));
  }

  private static OutputRequest output(Path path) {
    return new OutputRequest(
        path.toString(), Existing.REFUSE, Restart.AFRESH, OutputFormat.ARROW, Compression.NONE);
  }

  private static List<Wanted> wanted(String... names) {
    return Stream.of(names).map(Wanted::parse).toList();
  }

  private static DataSet open(Path output) throws IOException {
    return DataSet.open(new Storage(new Configuration()), output.toString());
  }
}
