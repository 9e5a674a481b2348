package io.convoy.job.cli;

import picocli.CommandLine.Option;

/** What every command takes. Only picocli looks at the fields: it prints them as help. */
@SuppressWarnings("UnusedVariable")
final class CommonOptions {
  // Read before the commands are made, since the file's values are their defaults.
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings for options left out here; conf/convoy.properties is the pattern.")
  private String config;

  // Read by whoever prints an error, which may happen before options are parsed.
  @Option(names = "--verbose", description = "Show Spark's log, and the whole trace of an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
