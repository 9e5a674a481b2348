package io.convoy.job.plan;

import io.convoy.core.conv.ConvOptions;
import java.util.Optional;

/**
 * The layer that a run applies.
 *
 * @param weights where the weights lie: a path, with {@code #name} behind it for one tensor of many
 * @param bias where the bias lies, likewise
 * @param options stride, padding and the like
 * @param algorithm {@code auto}, or the name of a kernel
 * @param pool what is written of each feature map
 */
public record LayerRequest(
    String weights, Optional<String> bias, ConvOptions options, String algorithm, Pool pool) {}
