package io.convoy.job.serde;

import io.convoy.core.model.Wanted;

/**
 * A network, read by each executor from its file: weights don't travel.
 *
 * @param model the file's name, as {@code Storage} has it
 * @param digest SHA-256 of the model, which every executor's must have
 * @param tensor where records go in
 * @param wanted what is asked for; none means the model's outputs
 * @param batch images that are computed together
 * @param arenaLimit bytes that the activations of one image may take; a network that would take
 *     more begins by bands of rows
 */
public record NetworkOperation(
    String model, String digest, String tensor, Wanted[] wanted, int batch, long arenaLimit)
    implements Operation {}
