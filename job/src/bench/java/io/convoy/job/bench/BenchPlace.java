package io.convoy.job.bench;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where a bench of whole jobs runs, which {@code scripts/bench} tells all of them alike. */
final class BenchPlace {
  @Option(
      names = "--home",
      required = true,
      hidden = true,
      description = "The checkout, whose target folder has inputs, Spark and results.")
  private Path home;

  @Option(
      names = "--machine",
      required = true,
      hidden = true,
      description = "What calibrate has measured.")
  private Path machine;

  Path home() {
    return home;
  }

  Path machine() {
    return machine;
  }

  /** Runs a bench; its exit code is 0, 1 where it failed, or 2 where an argument is wrong. */
  static int execute(Object bench, String... arguments) {
    return new CommandLine(bench)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println("bench: " + failure.getMessage());
              return failure instanceof IllegalArgumentException ? 2 : 1;
            })
        .execute(arguments);
  }
}
