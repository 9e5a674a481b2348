package io.convoy.job.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows Convoy at work: {@code conv} and {@code view}, with arguments filled in. */
@Command(
    name = "demo",
    description =
        "See it work: Spark's own photos through a bank of filters, as feature maps and a picture.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExample:%n",
    footer = "    convoy demo --output /tmp/demo")
final class DemoCommand implements Callable<Integer> {
  private static final String FILTERS = "conf/filters/classic.json";
  private static final String PHOTOS = "target/photos/images/partitioned";

  private final Console console;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "convoy-demo",
      description = "Where the results go; replaced if there (default: ${DEFAULT-VALUE}).")
  private String output;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path photos = found(PHOTOS);
    Path filters = found(FILTERS);
    Path maps = Path.of(output, "maps");
    Path sheet = Path.of(output, "contact-sheet.png");

    PrintWriter out = console.out();
    int code =
        run(
            "Photos through twelve filters, on Spark:",
            List.of(
                "conv",
                "--input",
                photos.toString(),
                "--weights",
                filters.toString(),
                "--output",
                maps.toString(),
                "--overwrite"));
    if (code != Failures.DONE) {
      return code;
    }
    code =
        run(
            "The maps as a picture:",
            List.of("view", maps.toString(), "--originals", "--output", sheet.toString()));
    if (code != Failures.DONE) {
      return code;
    }
    out.println("What to do next:");
    out.println("  look at the picture    " + sheet);
    out.println("  look at the numbers    scripts/convoy inspect " + quoted(maps.toString()));
    out.println(
        "  take your own photos   scripts/convoy conv --input PHOTOS --weights "
            + quoted(filters.toString())
            + " --output maps");
    return code;
  }

  /** Runs a command as if it had been typed, and shows it first. */
  private int run(String what, List<String> arguments) {
    PrintWriter out = console.out();
    out.println(what);
    out.println(
        "  $ scripts/convoy "
            + arguments.stream().map(DemoCommand::quoted).collect(Collectors.joining(" ")));
    out.flush();
    int code = Convoy.run(arguments, console);
    out.println();
    return code;
  }

  private static Path found(String relative) {
    return ConvoyHome.path(relative)
        .filter(Files::exists)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the demo needs its files, which scripts/convoy demo brings: missing="
                        + relative));
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
