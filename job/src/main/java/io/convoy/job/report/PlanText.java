package io.convoy.job.report;

import io.convoy.core.conv.ConvKernels;
import io.convoy.core.cost.Machine;
import io.convoy.job.plan.Choice;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.MemoryLimit;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.Planner;
import io.convoy.job.plan.Prediction;
import io.convoy.job.plan.Resources;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.TaskMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as lines for a person. */
public final class PlanText {
  private PlanText() {}

  /** Name and figure, one a line; then the seconds of each phase as a table. */
  public static List<String> lines(RunPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "records",
            plan.records()
                + (plan.unfit() == 0 ? "" : ", of which " + plan.unfit() + " don't fit")));
    lines.add(line("input", plan.input() + " a record (C, H, W)"));
    lines.add(line("output", plan.outputs() + " a record, before pooling"));
    lines.add(line("algorithm", algorithms(plan)));
    lines.add(
        line(
            "grid",
            plan.grid()
                + " parts of images x channels x rows; tasks "
                + plan.tasks()
                + " on cores "
                + plan.cores()));
    plan.forecast().ifPresent(choice -> addChoice(lines, choice));
    lines.add(line("arithmetic", arithmetic(plan)));
    lines.add(line("bytes", bytes(plan)));
    lines.add(line("memory", memory(plan)));
    plan.forecast().ifPresent(choice -> addForecast(lines, choice));
    return lines;
  }

  private static void addChoice(List<String> lines, Choice choice) {
    lines.add(line("", "because " + choice.why()));
    choice
        .runnerUp()
        .ifPresent(
            other ->
                lines.add(
                    line(
                        "runner-up",
                        other.grid()
                            + ", "
                            + Quantity.seconds(other.wall())
                            + " and "
                            + Quantity.bytes(other.memory().total())
                            + " a task")));
  }

  private static void addForecast(List<String> lines, Choice choice) {
    Prediction chosen = choice.chosen();
    lines.add(
        line(
            "driver",
            Quantity.bytes(chosen.driverBytes())
                + " for the list of the inputs and the tasks; it starts about 1000 tasks a second,"
                + " so no plan has more than "
                + Planner.MOST_TASKS));
    lines.add(line("machine", machine(choice.resources())));
    lines.add("");
    lines.add(row("phase", "all tasks", "the wall"));
    lines.add(row("list", "", Quantity.seconds(chosen.list())));
    lines.add(row("decode", Quantity.seconds(chosen.decode()), ""));
    lines.add(row("convolve", Quantity.seconds(chosen.convolve()), ""));
    lines.add(row("shuffle", Quantity.seconds(chosen.shuffle()), ""));
    lines.add(row("write", Quantity.seconds(chosen.write()), ""));
    lines.add(row("start", Quantity.seconds(chosen.start()), ""));
    lines.add(
        row(
            "tasks",
            Quantity.seconds(chosen.taskSeconds()),
            Quantity.seconds(chosen.wall() - chosen.list() - chosen.commit())));
    lines.add(row("commit", "", Quantity.seconds(chosen.commit())));
    lines.add(row("whole", "", Quantity.seconds(chosen.wall())));
  }

  private static String arithmetic(RunPlan plan) {
    String fewer =
        plan.multiplications() == plan.work().multiplyAdds()
            ? ""
            : ", " + Quantity.count(plan.multiplications()) + " multiplications by the algorithm";
    return String.format(
        Locale.ROOT,
        "%d multiply-adds (%.2f GFLOP)%s",
        plan.work().multiplyAdds(),
        plan.work().flops() / 1e9,
        fewer);
  }

  private static String bytes(RunPlan plan) {
    String files =
        plan.forecast()
            .map(Choice::chosen)
            .map(
                chosen ->
                    ", "
                        + Quantity.bytes(chosen.shuffledBytes())
                        + " shuffled, "
                        + Quantity.bytes(chosen.writtenBytes())
                        + " to files")
            .orElse("");
    return Quantity.bytes(plan.work().bytesRead())
        + " read by the kernel, "
        + Quantity.bytes(plan.work().bytesWritten())
        + " written by it"
        + files;
  }

  private static String memory(RunPlan plan) {
    TaskMemory memory = plan.memory();
    String has =
        plan.forecast()
            .map(choice -> choice.resources().limit())
            .filter(limit -> !limit.equals(MemoryLimit.NONE))
            .map(
                limit ->
                    "; a task has "
                        + Quantity.bytes(limit.bytes())
                        + (limit.kind() == MemoryLimit.Kind.HEAP ? " of the heap" : ""))
            .orElse("");
    return Quantity.bytes(memory.total())
        + " a task (decode "
        + Quantity.bytes(memory.decode())
        + ", input "
        + Quantity.bytes(memory.input())
        + ", output "
        + Quantity.bytes(memory.output())
        + ", scratchpad "
        + Quantity.bytes(memory.scratchpad())
        + ", writer "
        + Quantity.bytes(memory.writer())
        + (memory.weights() == 0
            ? "), " + Quantity.bytes(plan.packedBytes()) + " of packed weights an executor"
            : ", weights " + Quantity.bytes(memory.weights()) + ")")
        + has;
  }

  private static String machine(Resources resources) {
    Machine machine = resources.machine();
    return String.format(
        Locale.ROOT,
        "%s with cores %d, %s, %.1f GFLOP/s a core%s",
        resources.executors() == 1 ? "1 executor" : resources.executors() + " executors",
        resources.cores(),
        machine.processor(),
        2 * machine.core().multiplyAdds() / 1e9,
        machine.quick() ? "; measured in a hurry, scripts/convoy calibrate does better" : "");
  }

  private static String row(String phase, String tasks, String wall) {
    return String.format(Locale.ROOT, "%-11s%14s%14s", phase, tasks, wall).stripTrailing();
  }

  /**
   * What each kernel says to the plan's largest record, one a line, in the order they are asked.
   */
  public static List<String> kernels(ConvPlan plan) {
    return plan.largest().stream()
        .flatMap(
            spec ->
                Stream.concat(
                    Stream.of(line("kernels", "asked in this order about " + spec)),
                    ConvKernels.verdicts(spec).stream().map(PlanText::verdict)))
        .toList();
  }

  private static String verdict(ConvKernels.Verdict verdict) {
    return line("", verdict.kernel() + ": " + verdict.whyNot().orElse("takes it"));
  }

  /** The kernels of a plan; with the records, or a network's steps, of each where several. */
  static String algorithms(RunPlan plan) {
    if (plan.algorithms().size() == 1) {
      return plan.algorithms().firstKey();
    }
    String of = plan instanceof NetworkPlan ? " steps)" : " records)";
    return plan.algorithms().entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + of)
        .collect(Collectors.joining(", "));
  }

  private static String line(String name, String figure) {
    return String.format(Locale.ROOT, "%-11s%s", name, figure);
  }
}
