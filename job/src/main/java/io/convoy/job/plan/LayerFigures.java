package io.convoy.job.plan;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.cost.ConvFigures;
import io.convoy.core.cost.ConvFigures.Plane;

/** What the cost model needs to know of a layer. */
public final class LayerFigures {
  private LayerFigures() {}

  /** One image of a problem, computed by the kernel of that name. */
  public static ConvFigures of(ConvSpec spec, String algorithm) {
    return new ConvFigures(
        algorithm,
        spec.groups(),
        spec.inputChannels(),
        spec.outputChannels(),
        new Plane(spec.height().input(), spec.width().input()),
        new Plane(spec.height().output(), spec.width().output()),
        new Plane(spec.height().kernel(), spec.width().kernel()),
        new Plane(spec.height().stride(), spec.width().stride()));
  }
}
