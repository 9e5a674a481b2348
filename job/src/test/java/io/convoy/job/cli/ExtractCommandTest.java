package io.convoy.job.cli;

import static io.convoy.job.cli.Failures.FAILED;
import static io.convoy.job.cli.Failures.WRONG_ARGUMENTS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.job.execute.TestModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code extract} as it is typed: what it prints, and its one line where something is wrong. */
final class ExtractCommandTest {
  @TempDir private Path folder;
  private String photo;
  private String model;

  @BeforeEach
  void writeInput() throws IOException {
    BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, 0xff8040);
    photo = folder.resolve("photo.png").toString();
    ImageIO.write(image, "png", new java.io.File(photo));
    model = TestModel.write(folder.resolve("small.onnx"), 0, 3, 12, 12).toString();
  }

  @Test
  void theLayersAreListedWithTheirCost() {
    List<String> lines =
        CommandLineRun.of("extract", "--model", model, "--list-layers")
            .done()
            .out()
            .lines()
            .toList();
    assertTrue(lines.get(0).matches("layer +operator +shape +multiply-adds +share"), lines.get(0));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("c1 +Conv +\\(20, 12, 12\\) +77760 +13\\.\\d%")),
        String.join("\n", lines));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("output ")), lines.toString());
  }

  @Test
  void explainTellsWhatEachPassDid() {
    String out = CommandLineRun.of("extract", "--model", model, "--explain").done().out();
    assertTrue(out.startsWith("graph as the file has it\n  Conv c1"), out);
  }

  @Test
  void theLargestClassesArePrintedByTheirLabels() throws IOException {
    Path labels =
        Files.writeString(folder.resolve("labels.txt"), "ant\nbee\ncat\ndog\nelk\nfox\ngnu");
    String out = extract("--top", "2", "--labels", labels.toString()).done().out();
    assertTrue(
        out.lines()
            .findFirst()
            .orElse("")
            .matches(".*photo\\.png: [a-z]{3} -?\\d+\\.\\d{3}, [a-z]{3} -?\\d+\\.\\d{3}"),
        out);
    assertTrue(out.contains("1 of 1 records in "), out);
  }

  @Test
  void aPlanPrintsTheStepsAndRunsNothing() {
    String out =
        CommandLineRun.of(
                "plan", "extract", "--input", photo, "--model", model, "--output", path("out"))
            .done()
            .out();
    assertTrue(out.contains("batch "), out);
    assertTrue(out.contains("ic3ih12oc20oh12kh3ph1"), out);
    assertNoOutput();
  }

  @Test
  void aNetworkThatDoesntFitIsBegunByBandsWithTheSameBits() throws IOException {
    writeLargeInput();
    String[] layers = {"--preset", "none", "--layer", "r2:avg", "--layer", "output"};
    extract(layers).done();
    byte[] whole = Files.readAllBytes(folder.resolve("out/part-00000.arrow"));
    String[] small = Arrays.copyOf(layers, layers.length + 3);
    small[layers.length] = "--overwrite";
    small[layers.length + 1] = "--task-memory";
    small[layers.length + 2] = "13m";
    String[] planned = Arrays.copyOf(small, small.length + 1);
    planned[small.length] = "--json";
    JsonNode plan = new ObjectMapper().readTree(plan(planned).done().out());
    JsonNode bands = plan.path("bands");
    assertTrue(bands.path("count").asInt() > 1, plan::toPrettyString);
    assertTrue(plan.path("taskMemoryBytes").asLong() <= 13 << 20, plan::toPrettyString);
    assertTrue(bands.path("extraMultiplyAdds").asLong() > 0, plan::toPrettyString);
    String text = plan(small).done().out();
    assertTrue(
        text.contains("bands      " + bands.path("count") + " of " + bands.path("rows")), text);

    CommandLineRun run = extract(small).done();
    assertTrue(run.err().contains("the network begins by bands of rows: bands="), run.err());
    assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out/part-00000.arrow")));
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("out/_report.json").toFile()).path("plan");
    assertEquals(bands, report.path("bands"));

    small[small.length - 1] = "6m";
    CommandLineRun least = extract(small);
    assertEquals(WRONG_ARGUMENTS, least.code());
    assertTrue(least.err().contains("least="), least.err());
  }

  /** A photo whose maps are large, and a network that takes any size. */
  private void writeLargeInput() throws IOException {
    BufferedImage image = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 300; x++) {
        image.setRGB(x, y, (x * 2654435 ^ y * 40503) & 0xffffff);
      }
    }
    photo = folder.resolve("large.png").toString();
    ImageIO.write(image, "png", new java.io.File(photo));
    model = TestModel.write(folder.resolve("any.onnx"), 0, 3, 0, 0).toString();
  }

  private CommandLineRun plan(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("plan", "extract", "--input", photo, "--model", model, "--output", "out"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "--layer, r3, 'no layer of that name: layer=r3, nearest=[r1, r2, c1]'",
    "--layer, x*, 'no layer of that name: layer=x*, nearest=[c1, r1, c2]'",
    "--gray, , 'an image must have the channels and the size that the model takes, see --preset,"
        + " --resize, --crop and --gray: image=(1, 12, 12), model=input FLOAT (n, 3, 12, 12)'",
    "--resize, 14x12, 'an image must have the channels and the size that the model takes, see"
        + " --preset, --resize, --crop and --gray: image=(3, 14, 12), model=input FLOAT (n, 3, 12,"
        + " 12)'",
  })
  void whatTheModelDoesntTakeIsNamed(String option, String value, String line) {
    String[] more = value == null ? new String[] {option} : new String[] {option, value};
    extract(more).failed(WRONG_ARGUMENTS, model + ": " + line);
    assertNoOutput();
  }

  @ParameterizedTest
  @CsvSource({
    "--preset, vgg, 'preset must be one of imagenet, torchvision, caffe, tf, none: preset=vgg'",
    "--pool, sum, 'pool must be none, avg or max: pool=sum'",
    "--grid, 2x2x1, 'a network is run on whole images, the grid may cut the list of images only:"
        + " grid=2x2x1'",
    "--labels, x.txt, '--labels are for --top, which says how many: labels=x.txt'",
    "--top, 0, 'top must be a whole number of at least 1: top=0'",
  })
  void aValueThatAnOptionCantTakeIsNamed(String option, String value, String line) {
    extract(option, value).failed(WRONG_ARGUMENTS, line);
    assertNoOutput();
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    String missing = path("none.onnx");
    model = missing;
    extract().failed(WRONG_ARGUMENTS, "model file does not exist: path=" + missing);
    model = Files.createFile(folder.resolve("empty.onnx")).toString();
    extract()
        .failed(
            WRONG_ARGUMENTS,
            "model can't be read: " + model + ": not an ONNX model, the file is empty");
    assertNoOutput();
  }

  @Test
  void aModelThatIsCutShortIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(model));
    model =
        Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length * 2 / 3))
            .toString();
    CommandLineRun run = extract();
    assertEquals(WRONG_ARGUMENTS, run.code(), run.err());
    assertTrue(
        run.err()
            .startsWith(
                "convoy: model can't be read: " + model + ": not an ONNX model, or cut short"),
        run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertNoOutput();
  }

  @Test
  void anInputWithoutTheTensorToBeginAtIsRejected() {
    extract("--layer", "flat").done();
    CommandLineRun.of(
            "extract",
            "--input",
            path("out"),
            "--from",
            "r1",
            "--model",
            model,
            "--output",
            path("on"))
        .failed(
            FAILED,
            "every record was rejected: records=1, most often because: the file has no column of the"
                + " tensor to begin at: column=r1, columns=[flat]");
    assertFalse(Files.exists(folder.resolve("on")));
  }

  @Test
  void whatIsMissingIsNamed() {
    CommandLineRun.of("extract", "--model", model, "--output", path("out"))
        .failed(WRONG_ARGUMENTS, "missing required option: '--input=PATH'");
    CommandLineRun.of("extract", "--model", model, "--input", photo)
        .failed(WRONG_ARGUMENTS, "missing required option: '--output=FOLDER'");
    CommandLineRun.of("extract", "--input", photo, "--output", path("out"))
        .failed(WRONG_ARGUMENTS, "missing required option: '--model=FILE'");
  }

  private CommandLineRun extract(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("extract", "--input", photo, "--model", model, "--output", path("out")));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private void assertNoOutput() {
    assertFalse(Files.exists(folder.resolve("out")), "nothing half-written stays");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
