package io.convoy.job.bench;

/**
 * What one side's JVM tells of its run.
 *
 * @param images records written
 * @param seconds from the start of Spark's context to the finished output
 * @param taskSeconds time that tasks ran, all together
 * @param workSeconds of which reading, computing and writing; 0 where nobody counted
 * @param peakBytes the most memory that the process held
 * @param predictedBytes what the plan said that all tasks at once would hold; 0 where nobody did
 */
record SideResult(
    long images,
    double seconds,
    double taskSeconds,
    double workSeconds,
    long peakBytes,
    long predictedBytes) {}
