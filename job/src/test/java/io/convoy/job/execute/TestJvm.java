package io.convoy.job.execute;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with the class path and the modules of the tests. */
final class TestJvm {
  private TestJvm() {}

  /** How a JVM ended and what it printed. */
  record Result(int exit, String printed) {
    String lastLine() {
      String text = printed.strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    }
  }

  /** Runs a main class to its end. */
  static Result run(String heap, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(List.of(heap), main.getName(), arguments);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), printed);
  }

  /**
   * Starts a main class; what it prints, on stderr too, is the process's output.
   *
   * @param options of the JVM, its heap for one
   */
  static Process start(List<String> options, String main, List<String> arguments)
      throws IOException {
    return builder(options, main, arguments).start();
  }

  /** A process that is yet to be started, with an environment of its own. */
  static ProcessBuilder builder(List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add"))
        .forEach(command::add);
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
