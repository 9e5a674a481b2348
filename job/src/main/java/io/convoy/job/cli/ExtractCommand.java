package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.report.LayerTable;
import io.convoy.job.report.ProgressLine;
import io.convoy.job.report.Rejects;
import io.convoy.job.report.RunReport;
import io.convoy.job.report.TopClasses;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a network over a batch of images, up to the tensors that are asked for. */
@Command(
    name = "extract",
    description = "Run an ONNX network over a batch of images, up to the layers that are named.",
    sortOptions = false,
    customSynopsis = {
      "convoy extract --input PATH... --model FILE --output FOLDER [OPTIONS]",
      "       convoy extract --model FILE (--list-layers | --explain) [OPTIONS]"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What the network is made of:",
      "    convoy extract --model resnet50.onnx --list-layers",
      "  One vector a photo, and the maps of an inner layer beside it:",
      "    convoy extract --input photos --model resnet50.onnx --preset imagenet \\",
      "        --layer '/avgpool/*' '/layer3/layer3.5/relu_2/*:avg' --output features",
      "  From a layer that is stored, with the bits of a run in one go:",
      "    convoy extract --input maps --from /layer1/layer1.0/relu/Relu_output_0 \\",
      "        --model resnet50.onnx --output classes"
    })
final class ExtractCommand implements Callable<Integer> {
  private static final int REJECTS_SHOWN = 5;

  private final Console console;

  @Mixin private ExtractArguments arguments;

  @Mixin private BudgetOptions budgetOptions;

  @Option(
      names = "--list-layers",
      description =
          "Print the tensors that can be asked for: name, operator, shape, multiply-adds, share;"
              + " run nothing.")
  private boolean listLayers;

  @Option(
      names = "--explain",
      description = "Print the graph before and after each step of compiling it; run nothing.")
  private boolean explain;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Print the K largest numbers of each record's last vector, as its classes.")
  private String top;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "What --top calls the classes, one a line.")
  private Optional<String> labels;

  ExtractCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, RunException {
    Optional<Integer> classes = Optional.ofNullable(top).map(text -> Words.count("top", text));
    if (labels.isPresent() && classes.isEmpty()) {
      throw new IllegalArgumentException(
          "--labels are for --top, which says how many: labels=" + labels.get());
    }
    if (listLayers) {
      LayerTable.lines(arguments.network(SparkStart.storage())).forEach(console.out()::println);
      return Failures.DONE;
    }
    if (explain) {
      console.out().println(arguments.network(SparkStart.storage()).explain().stripTrailing());
      return Failures.DONE;
    }
    run(classes);
    return Failures.DONE;
  }

  private void run(Optional<Integer> classes) throws IOException, RunException {
    Storage before = SparkStart.storage();
    ExtractRequest request = arguments.request(before);
    List<String> names = labels.isPresent() ? TopClasses.labels(before, labels.get()) : List.of();
    ProgressLine progress =
        new ProgressLine(
            console.err(),
            console.terminal() ? ProgressLine.Screen.TERMINAL : ProgressLine.Screen.FILE);
    try (JavaSparkContext sc = SparkStart.context()) {
      RunSummary summary;
      try {
        Budget budget = budgetOptions.budget(new Storage(sc.hadoopConfiguration()), console);
        summary = SparkRunner.run(sc, request, budget, progress);
      } finally {
        progress.clear();
      }
      Storage storage = new Storage(sc.hadoopConfiguration());
      RunReport report =
          new RunReport(arguments.effective(), Versions.all(), sc.master(), List.of(), summary);
      report.write(storage);
      if (classes.isPresent()) {
        TopClasses.lines(storage, summary.output(), classes.get(), names)
            .forEach(console.out()::println);
      }
      report
          .lines(Rejects.first(storage, summary.output(), REJECTS_SHOWN))
          .forEach(console.out()::println);
    }
  }
}
