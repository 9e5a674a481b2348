package io.convoy.job.cli;

import static io.convoy.job.cli.Failures.FAILED;
import static io.convoy.job.cli.Failures.WRONG_ARGUMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with the input: one line that says so, the right exit code, nothing left. */
final class BadInputTest {
  @TempDir private Path folder;
  private String tensor;
  private String weights;

  @BeforeEach
  void writeGoodInput() throws IOException {
    tensor =
        file("x.json", "[[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]");
    weights = file("k.json", "[[[[0, 1], [2, 3]], [[1, 2], [3, 4]]]]");
  }

  @Test
  void aMissingPathIsNamed() {
    conv(path("nope"), weights)
        .failed(WRONG_ARGUMENTS, "input does not exist: path=" + path("nope"));
    conv(tensor, path("nope.json"))
        .failed(WRONG_ARGUMENTS, "weights file does not exist: path=" + path("nope.json"));
    CommandLineRun.of("inspect", path("nope"))
        .failed(WRONG_ARGUMENTS, "input does not exist: path=" + path("nope"));
    assertNoOutput();
  }

  @Test
  void anEmptyFolderIsNamed() throws IOException {
    Files.createDirectory(folder.resolve("none"));
    conv(path("none"), weights)
        .failed(
            WRONG_ARGUMENTS,
            "input folder holds no file (names that begin with . or _ are left out): path="
                + path("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "empty.png, '', empty file",
    "text.jpg, hello, not an image: no known signature",
    "ragged.json, '[[1, 2], [3]]',"
        + " 'lists must be equally long: length=1, expected=2: at=tensor[1], line=1'",
  })
  void aRunWithoutAnyGoodRecordFails(String name, String text, String reason) throws IOException {
    String colours = file("colours.json", "[[[[1]], [[1]], [[1]]]]");
    String bad = file(name, text);
    conv(bad, colours)
        .failed(FAILED, "every record was rejected: records=1, most often because: " + reason);
    conv(bad, colours, "--on-error", "fail")
        .failed(
            FAILED,
            "a record can't be taken (--on-error reject leaves it out): " + bad + ": " + reason);
    assertNoOutput();
  }

  @Test
  void badRecordsAmongGoodOnesAreCountedAndNamed() throws IOException {
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    Files.copy(Path.of(tensor), inputs.resolve("good.json"));
    Files.writeString(inputs.resolve("text.png"), "hello");
    String out = conv(inputs.toString(), weights).done().out();
    assertTrue(out.startsWith("1 of 2 records in "), out);
    assertTrue(
        out.contains(
            "rejected 1: 1 × not an image: no known signature\n  "
                + inputs.resolve("text.png")
                + ": not an image: no known signature\n"),
        out);
  }

  @Test
  void weightsMustFitTheInput() throws IOException {
    String four = file("four.json", "[[[[1]], [[1]], [[1]], [[1]]]]");
    conv(tensor, four)
        .failed(
            WRONG_ARGUMENTS,
            "input channels must equal weights' input channels times groups: input=2, weights=4,"
                + " groups=1");
    String large = file("large.json", "[[[[1, 1, 1, 1, 1]], [[1, 1, 1, 1, 1]]]]");
    conv(tensor, large)
        .failed(
            WRONG_ARGUMENTS,
            "the kernel must fit into the padded input: kernel=5, input=3, padding=0+0");
    String three = file("three.json", "[[[[1]]], [[[1]]], [[[1]]]]");
    conv(tensor, three, "--groups", "2")
        .failed(
            WRONG_ARGUMENTS,
            "outputChannels must be divisible by groups: outputChannels=3, groups=2");
    conv(tensor, weights, "--bias", weights)
        .failed(WRONG_ARGUMENTS, "bias must have one dimension: shape=(1, 2, 2, 2)");
    assertNoOutput();
  }

  @ParameterizedTest
  @CsvSource({
    "--stride, 0, 'stride must be one or two whole numbers of at least 1, height first (2 or 2,1):"
        + " stride=0'",
    "--grid, 0x1x1, a grid has at least one part each way: grid=0x1x1",
    "--grid, 4, 'grid must be auto or IMAGESxCHANNELSxROWS, for instance 8x1x1: grid=4'",
    "--on-error, skip, on-error must be fail or reject: on-error=skip",
    "--pool, sum, 'pool must be none, avg or max: pool=sum'",
    "--algorithm, pointwise, 'algorithm pointwise can''t compute this: it computes 1×1 kernels"
        + " only: kernel=2×2: spec=ic2ih3oc1oh2kh2ph0'",
  })
  void aValueThatAnOptionCantTakeIsNamed(String option, String value, String line) {
    conv(tensor, weights, option, value).failed(WRONG_ARGUMENTS, line);
    assertNoOutput();
  }

  @Test
  void nanInWeightsIsAllowedAndSaidOnce() throws IOException {
    String nan = file("nan.json", "[[[[NaN]], [[1]]]]");
    assertEquals(
        "convoy: weights hold numbers that are NaN or infinite: count=1, path=" + nan + "\n",
        conv(tensor, nan).done().err());
  }

  @Test
  void imagesOfDifferentSizesMakeAnOutputOfDifferentSizes() throws IOException {
    String wide = file("wide.json", "[[[1, 1, 1, 1], [1, 1, 1, 1]], [[0, 0, 0, 0], [0, 0, 0, 0]]]");
    conv(tensor, weights, "--input", wide).done();
    String overview = CommandLineRun.of("inspect", path("out")).done().out();
    assertTrue(overview.contains("column   conv (1, 1-2, 2-3) C, H, W"), overview);
  }

  @Test
  void aPathIsTakenLiterally() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a b%20#ü"));
    Path input = Files.copy(Path.of(tensor), odd.resolve("x #%41 ä.json"));
    Path output = odd.resolve("y #%41 ä");
    CommandLineRun.of(
            "conv", "--input", odd.toString(), "--weights", weights, "--output", output.toString())
        .done();
    assertEquals(
        input + "\nconv (1, 2, 2)\n56 72\n104 120\n",
        CommandLineRun.of("inspect", output.toString(), "--values").done().out());
  }

  @Test
  void anOutputThatExistsStaysAsItIs() throws IOException {
    Path output = Files.createDirectory(folder.resolve("out"));
    Files.writeString(output.resolve("mine.txt"), "mine");
    conv(tensor, weights)
        .failed(
            WRONG_ARGUMENTS,
            "output exists, choose another or allow it to be overwritten: path=" + output);
    assertEquals("mine", Files.readString(output.resolve("mine.txt")));
  }

  @Test
  void anOutputThatCantBeWrittenFails() {
    CommandLineRun run =
        CommandLineRun.of(
            "conv", "--input", tensor, "--weights", weights, "--output", tensor + "/below/a/file");
    assertEquals(FAILED, run.code());
    assertTrue(
        run.err().startsWith("convoy: output can't be written: path=" + tensor + "/below/a/file"),
        run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aMisspeltWordSuggestsTheRightOne() {
    conv(tensor, weights, "--strid", "1")
        .failed(WRONG_ARGUMENTS, "unknown option: --strid; did you mean --stride?");
    CommandLineRun.of("cnv").failed(WRONG_ARGUMENTS, "unknown command: cnv; did you mean conv?");
    CommandLineRun.of("plan", "cnv")
        .failed(WRONG_ARGUMENTS, "unknown command: cnv; did you mean conv?");
  }

  @Test
  void whatIsMissingIsNamed() {
    CommandLineRun.of("conv", "--input", tensor, "--output", path("out"))
        .failed(WRONG_ARGUMENTS, "missing required option: '--weights=FILE'");
    CommandLineRun.of()
        .failed(
            WRONG_ARGUMENTS,
            "a command is needed: demo, conv, extract, plan, calibrate, inspect, view (--help says more)");
    CommandLineRun.of("plan")
        .failed(WRONG_ARGUMENTS, "plan needs a command to plan: conv, extract");
    CommandLineRun.of("conv", "--config", path("none.properties"))
        .failed(WRONG_ARGUMENTS, "--config must name a file: config=" + path("none.properties"));
  }

  @Test
  void verboseAddsTheTrace() {
    CommandLineRun run = conv(path("nope"), weights, "--verbose");
    assertEquals(WRONG_ARGUMENTS, run.code());
    assertTrue(run.err().contains("\tat io.convoy.job"), run.err());
  }

  private CommandLineRun conv(String input, String weights, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("conv", "--input", input, "--weights", weights, "--output", path("out")));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private void assertNoOutput() {
    assertFalse(Files.exists(folder.resolve("out")), "nothing half-written stays");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
