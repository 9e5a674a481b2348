package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of "Dive into Deep Learning", Multiple Input and Output Channels, as typed. */
final class WorkedExampleTest {
  private static final String X =
      "[[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]";

  @TempDir private Path folder;
  private Path x;
  private Path k;

  @BeforeEach
  void writeByHand() throws IOException {
    x = Files.writeString(folder.resolve("x.json"), X);
    k =
        Files.writeString(
            folder.resolve("k.json"),
            "[[[[0, 1], [2, 3]], [[1, 2], [3, 4]]],"
                + " [[[1, 2], [3, 4]], [[2, 3], [4, 5]]],"
                + " [[[2, 3], [4, 5]], [[3, 4], [5, 6]]]]");
  }

  @Test
  void printsTheNumbersOfTheBook() {
    assertEquals(
        """
        %s
        conv (3, 2, 2)
        56 72
        104 120
        76 100
        148 172
        96 128
        192 224
        """
            .formatted(x),
        values(k, "auto"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "pointwise", "auto"})
  void aOneByOneKernelIsTheReferenceWhateverTheAlgorithm(String algorithm) throws IOException {
    Path one =
        Files.writeString(
            folder.resolve("one.json"), "[[[[0.1]], [[-0.7]]], [[[1.3]], [[0.3333]]]]");
    assertEquals(values(one, "reference"), values(one, algorithm));
  }

  private String values(Path weights, String algorithm) {
    Path y = folder.resolve("y");
    CommandLineRun.of(
            "conv",
            "--input",
            x.toString(),
            "--weights",
            weights.toString(),
            "--algorithm",
            algorithm,
            "--output",
            y.toString(),
            "--overwrite")
        .done();
    return CommandLineRun.of("inspect", y.toString(), "--values").done().out();
  }
}
