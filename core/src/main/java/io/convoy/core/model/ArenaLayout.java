package io.convoy.core.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives each place its floats in the arena: those that are alive at the same step lie apart, others
 * may lie on each other. The largest are placed first, each as low as it fits.
 */
final class ArenaLayout {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  private ArenaLayout() {}

  /** Sets the offsets; returns the floats that one image needs. */
  static long assign(List<Step> steps) {
    Set<Place> roots = new LinkedHashSet<>();
    steps.forEach(step -> step.places().forEach(place -> roots.add(place.root())));
    List<Place> largestFirst = new ArrayList<>(roots);
    largestFirst.sort(Comparator.comparingLong((Place place) -> place.held).reversed());
    List<Place> placed = new ArrayList<>();
    long total = 0;
    for (Place place : largestFirst) {
      place.offset = lowest(place, placed);
      total = Math.max(total, place.offset + padded(place));
      placed.add(place);
    }
    return total;
  }

  private static long lowest(Place place, List<Place> placed) {
    List<Place> alive =
        placed.stream()
            .filter(p -> p.firstStep <= place.lastStep && place.firstStep <= p.lastStep)
            .sorted(Comparator.comparingLong(p -> p.offset))
            .toList();
    long offset = 0;
    for (Place other : alive) {
      if (offset + padded(place) <= other.offset) {
        break;
      }
      offset = Math.max(offset, other.offset + padded(other));
    }
    return offset;
  }

  private static long padded(Place place) {
    return (place.held + LINE - 1) / LINE * LINE;
  }
}
