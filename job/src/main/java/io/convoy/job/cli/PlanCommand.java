package io.convoy.job.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in front of a command, to plan it instead of running it. */
@Command(
    name = "plan",
    synopsisSubcommandLabel = "COMMAND",
    description = "Print what a command would do and cost; run nothing.")
final class PlanCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "plan needs a command to plan: " + String.join(", ", spec.subcommands().keySet()));
  }
}
