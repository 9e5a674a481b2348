package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.report.PlanText;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a run would do and cost, and runs nothing. */
@Command(
    name = "conv",
    description = "Print algorithm, grid, arithmetic and memory of a run; compute nothing.",
    sortOptions = false,
    customSynopsis = "convoy plan conv --input PATH... --weights FILE --output FOLDER [OPTIONS]",
    footerHeading = "%nExample:%n",
    footer = {
      "    convoy plan conv --input photos --weights conf/filters/classic.json --output maps",
      "    convoy plan conv ... --verbose     # also what each kernel says to the problem"
    })
final class PlanConvCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ConvArguments arguments;

  @Spec private CommandSpec spec;

  PlanConvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws RunException {
    ConvRequest request = arguments.request();
    try (JavaSparkContext sc = SparkStart.context()) {
      ConvPlan plan = (ConvPlan) SparkRunner.plan(sc, request);
      PlanText.lines(plan).forEach(console.out()::println);
      boolean verbose = spec.findOption("--verbose").getValue();
      if (verbose) {
        PlanText.kernels(plan).forEach(console.out()::println);
      }
    }
    return Failures.DONE;
  }
}
