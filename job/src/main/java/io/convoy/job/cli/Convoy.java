package io.convoy.job.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line of Convoy: finds the command, runs it, and turns what went wrong into a line.
 */
@Command(
    name = "convoy",
    description = "Distributed batch convolution on Apache Spark.",
    versionProvider = Versions.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  See it work, on Spark's own photos:",
      "    convoy demo",
      "  Your photos through a bank of filters, then look at the maps:",
      "    convoy conv --input photos --weights conf/filters/classic.json --padding same \\",
      "        --output maps",
      "    convoy view maps --originals --output maps.png",
      "  @|bold convoy COMMAND --help|@ shows the options of a command. Spark's own options (--master,",
      "  --conf, --driver-memory, ...) may stand anywhere."
    })
public final class Convoy implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs one command and leaves the JVM with its exit code where that isn't 0. */
  public static void main(String[] arguments) {
    // Not System.out: that one speaks the locale's charset, and file names may hold any character.
    Console console =
        new Console(
            writer(FileDescriptor.out),
            writer(FileDescriptor.err),
            System.getenv("CONVOY_TERMINAL") != null);
    List<String> words = List.of(arguments);
    int code = run(words, console);
    if (!words.contains("--verbose")) {
      // All is said. Only threads of Spark still speak, which meet a run that is being ended.
      System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }
    // A writer keeps what went wrong to itself, a full disk for one.
    if (console.out().checkError() && code == Failures.DONE) {
      console.err().println("convoy: the output on stdout can't be written");
      code = Failures.FAILED;
    }
    console.flush();
    if (code != Failures.DONE) {
      System.exit(code);
    }
  }

  /** Runs one command; the exit code. */
  static int run(List<String> arguments, Console console) {
    Failures failures = new Failures(console, arguments.contains("--verbose"));
    ConvoyConfig config;
    try {
      config = ConvoyConfig.forArguments(arguments);
    } catch (IOException | IllegalArgumentException e) {
      return failures.report(e);
    }
    return commandLine(console, config, failures).execute(arguments.toArray(String[]::new));
  }

  static CommandLine commandLine(Console console, ConvoyConfig config, Failures failures) {
    CommandLine line = new CommandLine(new Convoy());
    line.addSubcommand(command(new DemoCommand(console)));
    line.addSubcommand(command(new ConvCommand(console)));
    line.addSubcommand(command(new ExtractCommand(console)));
    line.addSubcommand(
        command(new PlanCommand())
            .addSubcommand(command(new PlanConvCommand(console)))
            .addSubcommand(command(new PlanExtractCommand(console))));
    line.addSubcommand(command(new CalibrateCommand(console)));
    line.addSubcommand(command(new InspectCommand(console)));
    line.addSubcommand(command(new ViewCommand(console)));
    line.setOut(console.out()).setErr(console.err());
    line.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    line.setDefaultValueProvider(config).setUsageHelpWidth(100);
    return line;
  }

  private static CommandLine command(Object command) {
    CommandLine line = new CommandLine(command);
    line.addMixin("common", new CommonOptions());
    return line;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "a command is needed: "
            + String.join(", ", spec.subcommands().keySet())
            + " (--help says more)");
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }
}
