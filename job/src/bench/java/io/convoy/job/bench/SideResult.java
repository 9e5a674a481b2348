package io.convoy.job.bench;

/**
 * What one side's JVM tells of its run.
 *
 * @param images records written
 * @param seconds from the start of Spark's context to the finished output
 * @param taskSeconds time that tasks ran, all together
 * @param peakBytes the most memory that the process held
 * @param run what the run says of itself
 */
record SideResult(
    long images, double seconds, double taskSeconds, long peakBytes, RunFigures run) {}
