package io.convoy.job.serde;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Filter;
import io.convoy.job.plan.Pool;

/**
 * One convolution layer.
 *
 * @param filter weights and bias
 * @param options what the layer does besides
 * @param algorithm {@code auto} or a kernel's name
 * @param pool what is written of each map
 */
public record ConvOperation(Filter filter, ConvOptions options, String algorithm, Pool pool)
    implements Operation {}
