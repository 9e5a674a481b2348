package io.convoy.job.plan;

/**
 * How a network's images are computed together.
 *
 * @param images that go through it at once
 * @param arenaBytes what a task holds activations in, for that many of the largest
 */
public record NetworkBatch(int images, long arenaBytes) {}
