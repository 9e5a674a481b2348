package io.convoy.job.serde;

import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.Reading;

/**
 * What every task of a run needs to know; sent to each executor once.
 *
 * @param operation what is computed
 * @param reading how records are read
 * @param onError what becomes of a bad record
 * @param grid how records are cut
 * @param steps whether a record may be so large that it is computed in steps
 * @param columns the output's columns
 * @param format of the part files
 * @param compression of the part files
 * @param folder where tasks write
 */
public record RunSettings(
    Operation operation,
    Reading reading,
    OnError onError,
    Grid grid,
    boolean steps,
    ColumnOutline[] columns,
    OutputFormat format,
    Compression compression,
    String folder) {}
