package io.convoy.job.report;

import io.convoy.core.model.StepFacts;
import io.convoy.job.plan.NetworkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A network's plan as lines for a person: the run's figures, then its steps. */
public final class NetworkPlanText {
  private NetworkPlanText() {}

  /** Name and figure, one a line; then a step a line. */
  public static List<String> lines(NetworkPlan plan) {
    List<String> lines = new ArrayList<>(PlanText.lines(plan));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-11s%d images at once, in %s of activations",
            "batch",
            plan.batch(),
            Quantity.bytes(plan.arenaBytes())));
    int width = "step".length();
    for (StepFacts step : plan.steps()) {
      width = Math.max(width, step.tensor().length());
    }
    String format = "%-" + width + "s  %-20s %-13s %-18s %13s %9s  %s";
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            format,
            "step",
            "operator",
            "algorithm",
            "shape",
            "multiply-adds",
            "bytes",
            "convolution"));
    for (StepFacts step : plan.steps()) {
      lines.add(
          String.format(
                  Locale.ROOT,
                  format,
                  step.tensor(),
                  step.operator(),
                  step.algorithm(),
                  step.shape(),
                  step.work().multiplyAdds(),
                  Quantity.bytes(step.work().bytesRead() + step.work().bytesWritten()),
                  step.spec())
              .stripTrailing());
    }
    return lines;
  }
}
