package io.convoy.job.report;

import io.convoy.core.conv.ConvKernels;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.TaskMemory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as lines for a person. */
public final class PlanText {
  private PlanText() {}

  /** Name and figure, one a line. */
  public static List<String> lines(RunPlan plan) {
    TaskMemory memory = plan.memory();
    return List.of(
        line(
            "records",
            plan.records()
                + (plan.unfit() == 0 ? "" : ", of which " + plan.unfit() + " don't fit")),
        line("input", plan.input() + " a record (C, H, W)"),
        line("output", plan.outputs() + " a record, before pooling"),
        line("algorithm", algorithms(plan)),
        line(
            "grid",
            plan.grid()
                + " parts of images x channels x rows; tasks "
                + plan.tasks()
                + " on cores "
                + plan.cores()),
        line(
            "arithmetic",
            String.format(
                Locale.ROOT,
                "%d multiply-adds (%.2f GFLOP)",
                plan.work().multiplyAdds(),
                plan.work().flops() / 1e9)),
        line(
            "bytes",
            Quantity.bytes(plan.work().bytesRead())
                + " read by the kernel, "
                + Quantity.bytes(plan.work().bytesWritten())
                + " written by it"),
        line(
            "memory",
            Quantity.bytes(memory.total())
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
                + "), "
                + Quantity.bytes(plan.packedBytes())
                + " of packed weights an executor"));
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
