/**
 * The run itself: a plan becomes Spark tasks, their results become a data set.
 *
 * <p>{@link io.convoy.job.execute.SparkRunner} is the door and tells the whole story in order. What
 * a convolution and a network do each their own way stands in a {@link
 * io.convoy.job.execute.RunKind} on the driver and a {@link io.convoy.job.execute.Computation} in a
 * task. What may not live here: arithmetic (core), the choice of a grid ({@code plan}), the reading
 * of files ({@code source}). Depends on all three, and on Spark's core.
 */
package io.convoy.job.execute;
