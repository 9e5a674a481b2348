package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a data set that conv has made of pictures. */
final class DataSetCommandsTest {
  @TempDir private Path folder;
  private String photos;
  private String maps;

  @BeforeEach
  void makeDataSet() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos")).toString();
    for (int i = 0; i < 3; i++) {
      BufferedImage photo = new BufferedImage(8 + i, 6, BufferedImage.TYPE_INT_RGB);
      photo.setRGB(3, 3, 0xff8000);
      ImageIO.write(photo, "png", Path.of(photos, "photo" + i + ".png").toFile());
    }
    Files.writeString(Path.of(photos, "text.jpg"), "no photo");
    Path weights =
        Files.writeString(
            folder.resolve("filters.json"),
            """
            {"names": ["red", "not green"], "weights": [[[[1]], [[0]], [[0]]], [[[0]], [[-1]], [[0]]]]}
            """);
    maps = folder.resolve("maps").toString();
    CommandLineRun.of("conv", "--input", photos, "--weights", weights.toString(), "--output", maps)
        .done();
  }

  @Test
  void theReportHoldsWhatTheRunWasToldAndDid() throws IOException {
    JsonNode report = new ObjectMapper().readTree(Path.of(maps, "_report.json").toFile());
    assertEquals("1", report.at("/options/stride").asText());
    assertEquals("reject", report.at("/options/on-error").asText());
    assertEquals(photos, report.at("/options/input/0").asText());
    assertEquals("4.1.0", report.at("/versions/spark").asText());
    assertEquals("local[2]", report.at("/master").asText());
    assertEquals("[\"red\",\"not green\"]", report.at("/channels").toString());
    assertEquals(4, report.at("/counts/records").asInt());
    assertEquals(3, report.at("/counts/written").asInt());
    assertEquals(1, report.at("/counts/rejectedByReason/not an image: no known signature").asInt());
    assertEquals(2 * 3 * 6 * (8 + 9 + 10), report.at("/work/multiplyAdds").asInt());
    assertEquals("pointwise", report.at("/plan/algorithms").fieldNames().next());
    for (String phase : new String[] {"list", "decode", "convolve", "shuffle", "write"}) {
      assertTrue(report.at("/seconds/" + phase).isNumber(), phase);
    }
    assertTrue(report.at("/speed/gflopsPerCoreWhileConvolving").isNumber());
  }

  @Test
  void inspectGivesShapesAndStatistics() {
    String overview = CommandLineRun.of("inspect", maps).done().out();
    assertTrue(overview.contains("records  3\n"), overview);
    assertTrue(overview.contains("column   conv (2, 6, 8-10) C, H, W\n"), overview);
    assertTrue(overview.contains("min -128, max 255, mean "), overview);
  }

  @Test
  void aLimitTakesTheFirstRecords() {
    String values = CommandLineRun.of("inspect", maps, "--values", "--limit", "1").done().out();
    assertTrue(values.startsWith(photos + "/photo0.png\nconv (2, 6, 8)\n0 0 0 "), values);
    assertEquals(2 + 2 * 6, values.lines().count());
    assertEquals(
        "",
        CommandLineRun.of("inspect", maps, "--values", "--limit", "1").done().err(),
        "nothing else is said");
  }

  @Test
  void planPrintsWhatARunWouldDoAndRunsNothing() {
    String output = folder.resolve("planned").toString();
    String plan =
        CommandLineRun.of(
                "plan",
                "conv",
                "--input",
                photos,
                "--weights",
                folder.resolve("filters.json").toString(),
                "--grid",
                "2x1x1",
                "--output",
                output,
                "--verbose")
            .done()
            .out();
    assertTrue(plan.contains("input      (3, 6, 8-10) a record"), plan);
    assertTrue(plan.contains("algorithm  pointwise\n"), plan);
    assertTrue(plan.contains("grid       2x1x1 "), plan);
    assertTrue(plan.contains("arithmetic 972 multiply-adds"), plan);
    assertTrue(plan.contains(" pointwise: takes it\n"), plan);
    assertTrue(plan.contains(" winograd: it computes dense kernels of 3×3 "), plan);
    assertTrue(Files.notExists(Path.of(output)));
  }

  @Test
  void viewDrawsTheMapsBesideTheirOriginals() throws IOException {
    Path sheet = folder.resolve("new folder").resolve("sheet.png");
    CommandLineRun.of("view", maps, "--originals", "--cell", "60", "--output", sheet.toString())
        .done();
    BufferedImage picture = ImageIO.read(sheet.toFile());
    assertTrue(picture.getWidth() >= 560 && picture.getHeight() > 3 * 36);
  }

  @Test
  void viewNamesWhatItCantShow() {
    String sheet = folder.resolve("sheet.png").toString();
    CommandLineRun.of("view", maps, "--channels", "0-2", "--output", sheet)
        .failed(
            Failures.WRONG_ARGUMENTS,
            "channels must be numbers from 0 to 1 or ranges of them (0-7,12): channels=0-2");
    CommandLineRun.of("view", maps, "--column", "y", "--output", sheet)
        .failed(Failures.WRONG_ARGUMENTS, "column must be one of conv: column=y");
    CommandLineRun.of("view", maps, "--output", "sheet.gif")
        .failed(Failures.WRONG_ARGUMENTS, "a picture must be .png or .jpg: output=sheet.gif");
  }
}
