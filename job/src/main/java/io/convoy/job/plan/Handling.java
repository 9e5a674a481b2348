package io.convoy.job.plan;

import io.convoy.core.io.OutputFormat;
import java.util.Optional;

/**
 * What a plan must know of a run besides its layer and its records.
 *
 * @param onError what becomes of a record that doesn't fit
 * @param grid the grid to take; empty leaves it to the planner
 * @param pool what is written of each map
 * @param inputs the kinds of file that the records come from
 * @param format of the part files
 */
public record Handling(
    OnError onError, Optional<Grid> grid, Pool pool, InputMix inputs, OutputFormat format) {}
