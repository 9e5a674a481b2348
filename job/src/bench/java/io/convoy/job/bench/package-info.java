/**
 * Benchmarks of whole jobs, beside what a user would write by hand.
 *
 * <p>{@link io.convoy.job.bench.ExtractBench} is the command; it makes photos ({@link
 * io.convoy.job.bench.BenchPhotos}) and runs each side in a JVM of its own ({@link
 * io.convoy.job.bench.ExtractSide}): ours as the command line does, and {@link
 * io.convoy.job.bench.ByHand}. Compiled in the Maven profile {@code bench-job} alone; sees the job
 * only as a user does.
 */
package io.convoy.job.bench;
