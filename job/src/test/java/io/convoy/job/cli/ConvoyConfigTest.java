package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConvoyConfigTest {
  private static final Path CONF = Path.of("..", "conf");

  @TempDir private Path folder;

  @Test
  void theFileListsEveryKeyWithItsDefault() throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(CONF.resolve("convoy.properties"))) {
      lines.load(reader);
    }
    Properties standard = new Properties();
    for (ConvoyConfig.Key key : ConvoyConfig.Key.values()) {
      standard.setProperty(key.word(), key.standard());
    }
    assertEquals(standard, lines);
  }

  @Test
  void everyKeyIsAnOptionOfACommand() {
    List<String> options = new ArrayList<>(options("conv"));
    options.addAll(options("extract"));
    for (ConvoyConfig.Key key : ConvoyConfig.Key.values()) {
      assertTrue(options.contains("--" + key.word()), key.word());
    }
  }

  @Test
  void aLineOfTheFileReplacesTheDefault() throws IOException {
    Path file = Files.writeString(folder.resolve("my.properties"), "stride = 2,1\n");
    ConvoyConfig config = ConvoyConfig.forArguments(List.of("conv", "--config", file.toString()));
    assertEquals("2,1", config.value(ConvoyConfig.Key.STRIDE));
    assertEquals("0", config.value(ConvoyConfig.Key.PADDING));
  }

  @Test
  void anUnknownKeyIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("my.properties"), "strides = 2\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> ConvoyConfig.load(file)).getMessage();
    assertTrue(message.endsWith("file=" + file + ", key=strides"), message);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.properties");
    assertEquals(
        "--config must name a file: config=" + file,
        assertThrows(IllegalArgumentException.class, () -> ConvoyConfig.load(file)).getMessage());
  }

  @Test
  void sparkIsToldInTheFileWhatTheJobTellsItItself() throws IOException {
    String file = Files.readString(CONF.resolve("spark-defaults.conf"));
    SparkStart.SETTINGS.forEach(
        (key, value) ->
            assertTrue(file.lines().anyMatch(line -> line.matches(key + "\\s+" + value)), key));
  }

  private static List<String> options(String command) {
    PrintWriter silent = new PrintWriter(Writer.nullWriter());
    Console console = new Console(silent, silent, false);
    CommandLine line =
        Convoy.commandLine(console, ConvoyConfig.standard(), new Failures(console, false));
    return line.getSubcommands().get(command).getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }
}
