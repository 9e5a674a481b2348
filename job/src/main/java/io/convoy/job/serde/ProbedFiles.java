package io.convoy.job.serde;

import io.convoy.job.plan.RecordSizes;

/**
 * What the headers of some files told.
 *
 * @param counts records of each file, negative where it can't be read
 * @param sizes sizes of all their records
 */
public record ProbedFiles(long[] counts, RecordSizes sizes) {}
