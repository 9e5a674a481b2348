package io.convoy.job.serde;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Filter;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.Pool;

/**
 * What every task of a run needs to know; sent to each executor once.
 *
 * @param filter weights and bias
 * @param options what the layer does besides
 * @param algorithm {@code auto} or a kernel's name
 * @param preprocess what happens to a record first
 * @param pool what is written of each map
 * @param onError what becomes of a bad record
 * @param grid how records are cut
 * @param columnExtents extents of the output's column, as {@code TensorColumn} has them
 * @param compression of the part files
 * @param folder where tasks write
 */
public record RunSettings(
    Filter filter,
    ConvOptions options,
    String algorithm,
    Preprocess preprocess,
    Pool pool,
    OnError onError,
    Grid grid,
    int[] columnExtents,
    Compression compression,
    String folder) {}
