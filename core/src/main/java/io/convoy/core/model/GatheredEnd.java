package io.convoy.core.model;

import java.util.List;

/**
 * The last steps of a network, if its activations are small there: they are run once for all images
 * of a run, where the steps before are run for a few images at a time. So their weights, which are
 * more than what they compute with, come from memory once for all images.
 */
final class GatheredEnd {
  /** Of what one image takes in the arena, the most that a tensor of such a step may take. */
  private static final int SHARE = 64;

  private GatheredEnd() {}

  /**
   * Marks the places that these steps use.
   *
   * @param imageFloats what one image takes in the arena
   * @return the first of these steps, or the number of all where there are none
   */
  static int mark(List<Step> steps, long imageFloats) {
    int first = steps.size();
    while (first > 0 && isSmall(steps.get(first - 1), imageFloats / SHARE)) {
      first--;
    }
    for (Step step : steps.subList(first, steps.size())) {
      step.places().forEach(place -> place.root().gathered = true);
    }
    return first;
  }

  private static boolean isSmall(Step step, long most) {
    return step.places().stream().allMatch(place -> place.root().elements <= most);
  }
}
