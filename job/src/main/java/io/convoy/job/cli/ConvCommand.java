package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.report.ProgressLine;
import io.convoy.job.report.Rejects;
import io.convoy.job.report.RunReport;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one convolution layer over a batch of images or tensors. */
@Command(
    name = "conv",
    description = "Apply one convolution layer to a batch of images or tensors.",
    sortOptions = false,
    customSynopsis = "convoy conv --input PATH... --weights FILE --output FOLDER [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Every photo of a folder through a bank of filters:",
      "    convoy conv --input photos --weights conf/filters/classic.json --padding same \\",
      "        --output maps",
      "  Tensors on a cluster, one number a channel instead of the map:",
      "    convoy --master yarn conv --input 'hdfs:///in/*.npy' --weights 'net.safetensors#conv1' \\",
      "        --stride 2 --padding 3 --pool avg --output hdfs:///out"
    })
final class ConvCommand implements Callable<Integer> {
  private static final int REJECTS_SHOWN = 5;

  private final Console console;

  @Mixin private ConvArguments arguments;

  @Mixin private BudgetOptions budget;

  ConvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, RunException {
    ConvRequest request = arguments.request();
    ProgressLine progress =
        new ProgressLine(
            console.err(),
            console.terminal() ? ProgressLine.Screen.TERMINAL : ProgressLine.Screen.FILE);
    try (JavaSparkContext sc = SparkStart.context()) {
      RunSummary summary;
      try {
        Storage storage = new Storage(sc.hadoopConfiguration());
        summary = SparkRunner.run(sc, request, budget.budget(storage, console), progress);
      } finally {
        progress.clear();
      }
      Storage storage = new Storage(sc.hadoopConfiguration());
      RunReport report =
          new RunReport(
              arguments.effective(),
              Versions.all(),
              sc.master(),
              FilterNames.of(arguments.weights(), storage),
              summary);
      report.write(storage);
      report
          .lines(Rejects.first(storage, summary.output(), REJECTS_SHOWN))
          .forEach(console.out()::println);
    }
    return Failures.DONE;
  }
}
