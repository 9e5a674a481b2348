package io.convoy.job.cli;

import io.convoy.core.cost.Machine;
import io.convoy.job.calibrate.Calibration;
import io.convoy.job.calibrate.MachineFiles;
import io.convoy.job.execute.RunException;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.ByteSize;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a plan is made with: the machine, and the memory of a task. */
final class BudgetOptions {
  @Option(
      names = "--task-memory",
      paramLabel = "SIZE",
      description =
          "Memory that one task may take, 512m for instance (default: its part of the executor's).")
  private String taskMemory;

  @Option(
      names = "--machine",
      paramLabel = "FILE",
      description =
          "What the machines can do: a file that calibrate wrote, or the name of one in"
              + " conf/machines (default: this machine).")
  private String machine;

  /**
   * The budget; measures this machine in a hurry where nobody did, and keeps what it found. Where
   * the machine is too busy for that, the plan is for a typical one, and says so.
   *
   * @throws IllegalArgumentException where a word can't be read, or the file is not there
   */
  Budget budget(Storage storage, Console console) throws IOException {
    return new Budget(machine(storage, console), Optional.empty(), memory());
  }

  private Optional<Long> memory() {
    if (taskMemory.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ByteSize.parse(taskMemory));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "task-memory must be a number with k, m, g or t behind it, for instance 512m:"
              + " task-memory="
              + taskMemory,
          e);
    }
  }

  private Machine machine(Storage storage, Console console) throws IOException {
    if (!machine.isEmpty()) {
      return MachineFiles.read(file());
    }
    Path kept = MachineFiles.here(System.getenv());
    try {
      Optional<Machine> measured = MachineFiles.readIfOfThisMachine(kept);
      if (measured.isPresent()) {
        return measured.get();
      }
    } catch (IllegalArgumentException e) {
      console.err().println("convoy: this machine is measured anew, since " + e.getMessage());
    }
    Machine quick;
    try {
      quick = new Calibration(storage).quick();
    } catch (RunException e) {
      console.err().println("convoy: planned for a typical server, since " + e.getMessage());
      return Budget.TYPICAL.machine();
    }
    try {
      MachineFiles.write(kept, quick);
    } catch (IOException e) {
      console
          .err()
          .println(
              "convoy: what this machine can do can't be kept, and is measured each time: path="
                  + kept
                  + ", cause="
                  + e.getMessage());
    }
    return quick;
  }

  private Path file() {
    Path named = Path.of(machine);
    if (Files.isRegularFile(named)) {
      return named;
    }
    return ConvoyHome.path("conf/machines/" + machine + ".json")
        .filter(Files::isRegularFile)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "machine must be a file that calibrate wrote, or the name of one in"
                        + " conf/machines: machine="
                        + machine));
  }
}
