package io.convoy.job.plan;

import io.convoy.core.model.RowBands;
import java.util.Optional;

/**
 * How a network's images are computed together, or one image by bands.
 *
 * @param images that go through it at once
 * @param arenaBytes what a task holds activations in, for that many of the largest
 * @param arenaLimit what one image may take of it; larger ones are begun by bands of rows
 * @param bands of the largest; empty where its maps are there as a whole
 */
public record NetworkBatch(int images, long arenaBytes, long arenaLimit, Optional<RowBands> bands) {
  /** Whole images, of which no one says how much they may take. */
  NetworkBatch(int images, long arenaBytes) {
    this(images, arenaBytes, Long.MAX_VALUE, Optional.empty());
  }
}
