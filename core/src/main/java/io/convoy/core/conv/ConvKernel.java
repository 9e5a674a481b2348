package io.convoy.core.conv;

import java.util.Optional;

/**
 * One way to compute a convolution. Stateless; what it makes of a layer's weights is a {@link
 * PreparedConv}.
 */
public interface ConvKernel {
  /** The name by which it is chosen, {@code direct} for instance. */
  String name();

  /** A sentence that says why this kernel can't compute that problem; empty where it can. */
  Optional<String> whyNot(ConvSpec spec);

  /**
   * A sentence that says why {@code auto} leaves a problem that this kernel can compute to a later
   * one of the list; empty where it takes it. Depends on the spec alone.
   */
  default Optional<String> whyNotByDefault(ConvSpec spec) {
    return whyNot(spec);
  }

  /** The scalar kernel that gives the same bits, element by element. */
  default ConvKernel twin() {
    return new ReferenceConv();
  }

  /** What {@link #prepare} would make, without any weights. */
  Footprint footprint(ConvSpec spec);

  /**
   * Packs the weights, once, for many runs.
   *
   * @throws IllegalArgumentException where the weights are not of that problem, or the kernel can't
   *     compute it
   */
  PreparedConv prepare(ConvSpec spec, Filter filter);
}
