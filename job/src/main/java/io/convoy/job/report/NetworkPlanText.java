package io.convoy.job.report;

import io.convoy.core.model.RowBands;
import io.convoy.core.model.StepFacts;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.PlannedStep;
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
            "%-11s%d images at once, in an arena of %s",
            "batch",
            plan.batch().images(),
            Quantity.bytes(plan.batch().arenaBytes())));
    plan.batch().bands().ifPresent(bands -> lines.addAll(bands(bands, plan)));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-11s%.2f ms an image, %.1f images/s of one core; %.1f images/s of the whole run",
            "speed",
            1e3 * plan.imageSeconds(),
            1 / plan.imageSeconds(),
            plan.imagesPerSecond()));
    int width = "step".length();
    for (PlannedStep step : plan.steps()) {
      width = Math.max(width, step.facts().tensor().length());
    }
    String format = "%-" + width + "s  %-20s %-13s %-18s %13s %9s %9s  %s";
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
            "ms",
            "convolution"));
    for (PlannedStep planned : plan.steps()) {
      StepFacts step = planned.facts();
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
                  String.format(Locale.ROOT, "%.3f", 1e3 * planned.seconds()),
                  step.spec())
              .stripTrailing());
    }
    return lines;
  }

  private static List<String> bands(RowBands bands, NetworkPlan plan) {
    return List.of(
        String.format(
            Locale.ROOT,
            "%-11s%d of %d rows, since the maps of the largest don't fit as a whole: the first %d of"
                + " %d steps, until %s",
            "bands",
            bands.count(),
            bands.rows(),
            bands.steps(),
            plan.steps().size(),
            bands.until()),
        String.format(
            Locale.ROOT,
            "%-11s%s multiply-adds more an image (%.1f%%), for rows that two bands need; whole stay"
                + " %s",
            "",
            Quantity.count(bands.extraMultiplyAdds()),
            100 * plan.extraShare(),
            bands.kept().isEmpty() ? "none" : String.join(", ", bands.kept())));
  }
}
