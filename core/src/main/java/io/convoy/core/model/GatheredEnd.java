package io.convoy.core.model;

import io.convoy.core.simd.Caches;
import java.util.List;

/**
 * The last steps of a network, whose activations are so small that those of a batch stay in the
 * caches: they are run for all its images at once, where the steps before are run for a few at a
 * time. There most of the weights are, and they come from memory once for all of these.
 */
final class GatheredEnd {
  /** Of a core's share of the last cache, the part for activations; weights stream through. */
  private static final int CACHE_SHARE = 2;

  /** Where the cache is unknown: of what an image takes in the arena, the part for such a step. */
  private static final int ARENA_SHARE = 64;

  private GatheredEnd() {}

  /**
   * Finds these steps.
   *
   * @param imageFloats what one image takes in the arena
   * @param batchFloats what one image of a batch may take, were the caches as large as can be
   * @param images of a batch
   * @return the first of these steps, or the number of all where there are none
   */
  static int first(List<Step> steps, long imageFloats, long batchFloats, int images) {
    long cached = Caches.HERE.level3() / CACHE_SHARE / Float.BYTES / images;
    long most = Math.max(Math.min(cached, batchFloats), imageFloats / ARENA_SHARE);
    int first = steps.size();
    while (first > 0 && floats(steps.get(first - 1)) <= most) {
      first--;
    }
    return first;
  }

  /** Marks the places that these steps use. */
  static void mark(List<Step> gathered) {
    gathered.forEach(step -> step.places().forEach(place -> place.root().gathered = true));
  }

  /** What a step reads and writes of one image. */
  private static long floats(Step step) {
    return step.places().stream().map(Place::root).distinct().mapToLong(p -> p.elements).sum();
  }
}
