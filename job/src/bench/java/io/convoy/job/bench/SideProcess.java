package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs one side in a JVM with this one's class path and flags. */
final class SideProcess {
  private final Path target;
  private final Class<?> main;

  /**
   * @param target where a side's output goes, which is deleted afterwards
   * @param main prints its result as the last line, in JSON
   */
  SideProcess(Path target, Class<?> main) {
    this.target = target;
    this.main = main;
  }

  /**
   * The side's result.
   *
   * @param arguments of the side; the folder that it is to write comes behind them
   */
  SideResult run(String... arguments) throws IOException, InterruptedException {
    List<String> lines = lines(List.of(arguments));
    return new ObjectMapper().readValue(lines.get(lines.size() - 1), SideResult.class);
  }

  /** What the side prints, at least a line; arguments as above. */
  List<String> lines(List<String> arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(target, "bench-side");
    try {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(arguments);
      command.add(folder.resolve("out").toString());
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      if (process.waitFor() != 0 || lines.isEmpty()) {
        lines.forEach(System.err::println);
        throw new IllegalStateException("a side failed: " + String.join(" ", arguments));
      }
      return lines;
    } finally {
      delete(folder);
    }
  }

  /** Removes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
