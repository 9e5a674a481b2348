package io.convoy.core.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code scripts/bench}, whose first argument names the benchmark. */
@Command(
    name = "bench",
    subcommands = {
      KernelsCommand.class,
      NetworksCommand.class,
      AgreementCommand.class,
      DigestCommand.class,
      JmhCommand.class
    },
    mixinStandardHelpOptions = true)
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  commandLine.getErr().println(failure.getMessage());
                  return failure instanceof IllegalArgumentException ? 2 : 1;
                })
            .execute(arguments));
  }
}
