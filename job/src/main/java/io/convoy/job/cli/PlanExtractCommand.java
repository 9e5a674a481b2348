package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.report.NetworkPlanText;
import io.convoy.job.report.PlanJson;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a run of a network would do and cost, and runs nothing. */
@Command(
    name = "extract",
    description =
        "Print steps, algorithms, arithmetic, memory and seconds of a run; compute nothing.",
    sortOptions = false,
    customSynopsis = "convoy plan extract --input PATH... --model FILE --output FOLDER [OPTIONS]",
    footerHeading = "%nExample:%n",
    footer = {
      "    convoy plan extract --input photos --model resnet50.onnx --preset imagenet \\",
      "        --output features"
    })
final class PlanExtractCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ExtractArguments arguments;

  @Mixin private BudgetOptions budgetOptions;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  PlanExtractCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, RunException {
    ExtractRequest request = arguments.request(SparkStart.storage());
    try (JavaSparkContext sc = SparkStart.context()) {
      Budget budget = budgetOptions.budget(new Storage(sc.hadoopConfiguration()), console);
      NetworkPlan plan = (NetworkPlan) SparkRunner.plan(sc, request, budget);
      if (json) {
        console.out().println(PlanJson.text(plan));
      } else {
        NetworkPlanText.lines(plan).forEach(console.out()::println);
      }
    }
    return Failures.DONE;
  }
}
