package io.convoy.job.cli;

import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on stderr and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** The command did what it was asked. */
  static final int DONE = 0;

  /** The run failed. */
  static final int FAILED = 1;

  /** The arguments are wrong: nothing was tried. */
  static final int WRONG_ARGUMENTS = 2;

  private final Console console;
  private final boolean verbose;

  Failures(Console console, boolean verbose) {
    this.console = console;
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    say(describe(failure), failure);
    return WRONG_ARGUMENTS;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    return report(failure);
  }

  /** Says what went wrong; the exit code. */
  int report(Exception failure) {
    say(describe(failure), failure);
    return failure instanceof IllegalArgumentException ? WRONG_ARGUMENTS : FAILED;
  }

  private void say(String message, Throwable failure) {
    console.err().println("convoy: " + message);
    if (verbose) {
      failure.printStackTrace(console.err());
    }
    console.flush();
  }

  private static String describe(Throwable failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (failure instanceof MissingParameterException) {
      return failure.getMessage().replaceFirst("^Missing", "missing");
    }
    // Exceptions that only wrap another repeat it with their class in front.
    String message =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> failure.getClass().getName());
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    CommandLine line = failure.getCommandLine();
    String what =
        failure.isUnknownOption()
            ? "unknown option"
            : line.getSubcommands().isEmpty() ? "unexpected argument" : "unknown command";
    // The suggestions come with the most similar first.
    String suggestion =
        failure.getSuggestions().stream()
            .findFirst()
            .map(word -> "; did you mean " + word + "?")
            .orElse("");
    return what + ": " + failure.getUnmatched().get(0) + suggestion;
  }
}
