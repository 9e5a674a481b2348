package io.convoy.job.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What stands behind an option that the command line leaves out: the line of {@code
 * conf/convoy.properties}, otherwise the default that stands here and nowhere else.
 */
final class ConvoyConfig implements IDefaultValueProvider {
  /** The options that may be set in the file, each with its default. */
  enum Key {
    ALGORITHM("auto"),
    GRID("auto"),
    STRIDE("1"),
    PADDING("0"),
    DILATION("1"),
    GROUPS("1"),
    ACTIVATION("none"),
    POOL("none"),
    RESIZE(""),
    CROP(""),
    SCALE("1"),
    MEAN("0"),
    STD("1"),
    GRAY("false"),
    PRESET("none"),
    ON_ERROR("reject"),
    FORMAT("arrow"),
    COMPRESSION("none"),
    TASK_MEMORY(""),
    MACHINE("");

    private final String standard;

    Key(String standard) {
      this.standard = standard;
    }

    /** As the file and, behind two dashes, the command line write it. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String standard() {
      return standard;
    }

    private static Optional<Key> of(String word) {
      return Stream.of(values()).filter(key -> key.word().equals(word)).findFirst();
    }
  }

  private final Map<Key, String> values = new EnumMap<>(Key.class);

  private ConvoyConfig() {}

  /** The defaults alone. */
  static ConvoyConfig standard() {
    return new ConvoyConfig();
  }

  /**
   * The settings of a command line: of the file that it names, otherwise of conf/convoy.properties
   * beside scripts/convoy, otherwise the defaults.
   *
   * @throws IllegalArgumentException as {@link #load} does
   * @throws IOException where the file can't be read
   */
  static ConvoyConfig forArguments(List<String> arguments) throws IOException {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--config=")) {
        return load(Path.of(argument.substring("--config=".length())));
      }
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        return load(Path.of(arguments.get(i + 1)));
      }
    }
    Optional<Path> file = ConvoyHome.path("conf/convoy.properties").filter(Files::isRegularFile);
    return file.isPresent() ? load(file.get()) : standard();
  }

  /**
   * The defaults, and over them the lines of a file.
   *
   * @throws IllegalArgumentException where the file is missing, or has a key that no option has
   * @throws IOException where it can't be read
   */
  static ConvoyConfig load(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--config must name a file: config=" + file, e);
    }
    ConvoyConfig config = new ConvoyConfig();
    for (String word : lines.stringPropertyNames()) {
      Key key =
          Key.of(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a configuration file may set only "
                              + Stream.of(Key.values())
                                  .map(Key::word)
                                  .collect(Collectors.joining(", "))
                              + ": file="
                              + file
                              + ", key="
                              + word));
      config.values.put(key, lines.getProperty(word).strip());
    }
    return config;
  }

  String value(Key key) {
    return values.getOrDefault(key, key.standard());
  }

  /** Whether an option has the value that it has where nobody says anything. */
  static boolean isStandard(String option, Object value) {
    return Key.of(option.replaceFirst("^--", ""))
        .map(key -> value == null || key.standard().equals(value))
        .orElse(value == null);
  }

  /** What picocli takes where the command line has no such option; null for other options. */
  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    return Key.of(option.longestName().replaceFirst("^--", "")).map(this::value).orElse(null);
  }
}
