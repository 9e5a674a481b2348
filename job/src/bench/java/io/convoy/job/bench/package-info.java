/**
 * Benchmarks of whole jobs, beside what a user would write by hand.
 *
 * <p>There are three commands: {@link io.convoy.job.bench.ExtractBench} for networks, {@link
 * io.convoy.job.bench.JobBench} for one layer, and {@link io.convoy.job.bench.ForecastBench}, which
 * holds predictions to what was measured. The first two make their inputs ({@link
 * io.convoy.job.bench.BenchPhotos}, {@link io.convoy.job.bench.JobInputs}) and run each side in a
 * JVM of its own ({@link io.convoy.job.bench.SideProcess}): ours as the command line does, and what
 * a user would write. Compiled in the Maven profile {@code bench-job} alone; sees the job only as a
 * user does.
 */
package io.convoy.job.bench;
