package io.convoy.job.serde;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.LayerOutline;
import io.convoy.job.plan.Pool;

/**
 * One convolution layer.
 *
 * @param bank weights and bias
 * @param options what the layer does besides
 * @param algorithm {@code auto} or a kernel's name
 * @param pool what is written of each map
 */
public record ConvOperation(Bank bank, ConvOptions options, String algorithm, Pool pool)
    implements Operation {
  /** The layer without its numbers. */
  public LayerOutline outline() {
    return new LayerOutline(bank.shape(), options, algorithm);
  }
}
