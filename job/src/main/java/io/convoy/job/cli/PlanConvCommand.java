package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.report.PlanText;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a run would do and cost, and runs nothing. */
@Command(
    name = "conv",
    description = "Print algorithm, grid, arithmetic and memory of a run; compute nothing.",
    sortOptions = false,
    customSynopsis = "convoy plan conv --input PATH... --weights FILE --output FOLDER [OPTIONS]",
    footerHeading = "%nExample:%n",
    footer = {
      "    convoy plan conv --input photos --weights conf/filters/classic.json --output maps"
    })
final class PlanConvCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ConvArguments arguments;

  PlanConvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws RunException {
    ConvRequest request = arguments.request();
    try (JavaSparkContext sc = SparkStart.context()) {
      PlanText.lines(SparkRunner.plan(sc, request)).forEach(console.out()::println);
    }
    return Failures.DONE;
  }
}
