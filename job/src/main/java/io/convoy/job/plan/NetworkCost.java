package io.convoy.job.plan;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Work;
import io.convoy.core.model.Network;
import io.convoy.core.model.StepFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What the steps of a network take of a core.
 *
 * <p>Convolutions and products take what the cost model says of their kernels. Other steps are
 * short sums over many numbers: their instructions, and the bytes that they move, one after the
 * other. Bytes that stay in the second cache are not moved.
 */
public final class NetworkCost {
  private final CostModel model;
  private final int images;

  /**
   * @param images that a run is given
   */
  public NetworkCost(CostModel model, int images) {
    this.model = model;
    this.images = images;
  }

  /** Every step, in order, for one image. */
  public List<PlannedStep> steps(Network network) {
    List<PlannedStep> planned = new ArrayList<>();
    for (StepFacts step : network.steps()) {
      planned.add(new PlannedStep(step, seconds(step, network.together(images, planned.size()))));
    }
    return planned;
  }

  /** All steps together, for one image. */
  public double seconds(Network network) {
    return steps(network).stream().mapToDouble(PlannedStep::seconds).sum();
  }

  private double seconds(StepFacts step, int together) {
    double cached = model.movedSeconds(step.cachedBytes());
    return step.times() * Math.max(0, secondsOfOnce(step, together) - cached);
  }

  private double secondsOfOnce(StepFacts step, int together) {
    double operations = model.operationSeconds(step.operations());
    if (!step.spec().isEmpty()) {
      ConvSpec spec = ConvSpec.parse(step.spec());
      return model.kernelSeconds(LayerFigures.of(spec, step.algorithm()), together) + operations;
    }
    return switch (step.operator()) {
      case "Input", "Output", "Reorder" -> model.layoutSeconds(step.shape().elements());
      default -> {
        Work work = step.work();
        yield operations + model.movedSeconds(work.bytesRead() + work.bytesWritten());
      }
    };
  }
}
