package io.convoy.job.cli;

import io.convoy.core.cost.Machine;
import io.convoy.job.calibrate.Calibration;
import io.convoy.job.calibrate.MachineFiles;
import io.convoy.job.execute.RunException;
import io.convoy.job.report.MachineText;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine, so that plans can say how long a run takes on it. */
@Command(
    name = "calibrate",
    description = "Measure this machine for plans, and keep what was found. Takes about a minute.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "    convoy calibrate",
      "    convoy calibrate --output conf/machines/worker.json   # then: plan ... --machine worker"
    })
final class CalibrateCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to keep it, instead of the user's cache, where plans look.")
  private Optional<Path> output;

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, RunException {
    Path file = output.orElseGet(() -> MachineFiles.here(System.getenv()));
    Machine machine;
    try (JavaSparkContext sc = SparkStart.context()) {
      if (!sc.isLocal()) {
        throw new IllegalArgumentException(
            "calibrate measures the machine it runs on, so the master must be local: master="
                + sc.master());
      }
      machine = new Calibration(new Storage(sc.hadoopConfiguration())).full(sc);
    }
    MachineFiles.write(file, machine);
    MachineText.lines(machine).forEach(console.out()::println);
    console.out().println("kept in    " + file);
    return Failures.DONE;
  }
}
