package io.convoy.job.plan;

import java.util.Optional;

/**
 * Why a grid was taken.
 *
 * @param chosen what it is expected to take
 * @param runnerUp the best of the others; none where the grid was forced, or nothing else fits
 * @param why in a sentence
 * @param resources what it was chosen for
 */
public record Choice(
    Prediction chosen, Optional<Prediction> runnerUp, String why, Resources resources) {}
