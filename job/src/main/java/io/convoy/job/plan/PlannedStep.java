package io.convoy.job.plan;

import io.convoy.core.model.StepFacts;

/**
 * A step of a network, and what it is expected to take.
 *
 * @param seconds of one core that works alone, for one image of a batch
 */
public record PlannedStep(StepFacts facts, double seconds) {}
