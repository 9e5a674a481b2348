package io.convoy.job.execute;

/**
 * How far a run is.
 *
 * @param tasks tasks that are done; a retried or speculative one counts once
 * @param allTasks tasks that the run has
 * @param records records that are written
 * @param allRecords records that the run has
 */
public record Progress(int tasks, int allTasks, long records, long allRecords) {}
