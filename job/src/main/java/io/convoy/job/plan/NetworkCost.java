package io.convoy.job.plan;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Work;
import io.convoy.core.model.Network;
import io.convoy.core.model.StepFacts;
import java.util.List;

/**
 * What the steps of a network take of a core.
 *
 * <p>Convolutions and products take what the cost model says of their kernels. Other steps are
 * short sums over many numbers: their instructions, and the bytes that they move, one after the
 * other.
 */
public final class NetworkCost {
  private final CostModel model;
  private final int images;

  /**
   * @param images that are computed together
   */
  public NetworkCost(CostModel model, int images) {
    this.model = model;
    this.images = images;
  }

  /** Every step, in order, for one image. */
  public List<PlannedStep> steps(Network network) {
    return network.steps().stream().map(step -> new PlannedStep(step, seconds(step))).toList();
  }

  /** All steps together, for one image. */
  public double seconds(Network network) {
    return network.steps().stream().mapToDouble(this::seconds).sum();
  }

  private double seconds(StepFacts step) {
    return step.times() * secondsOfOnce(step);
  }

  private double secondsOfOnce(StepFacts step) {
    double operations = model.operationSeconds(step.operations());
    if (!step.spec().isEmpty()) {
      ConvSpec spec = ConvSpec.parse(step.spec());
      return model.kernelSeconds(LayerFigures.of(spec, step.algorithm()), images) + operations;
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
