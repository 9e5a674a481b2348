package io.convoy.core.model;

import io.convoy.core.tensor.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Gives each place its floats in the arena: those that are alive at the same step lie apart, others
 * may lie on each other. A sum lies where its summand lay, whose lines are in the cache then; a row
 * of blocks with shortcuts, as in ResNet, goes from start to end in one stretch. The largest are
 * placed first, each as low as it fits.
 *
 * <p>In the end all of it is pulled apart a little, so that not everything starts at the same line
 * of a page, for the reason that stands at {@link Block#APART}: maps of a power of two of channels
 * are multiples of a page.
 */
final class ArenaLayout {
  /** One float in so many is left free. */
  private static final int SLACK = 61;

  /** Places that lie on each other, one after the other in time. */
  private static final class Stretch {
    final List<Place> places = new ArrayList<>();
    final long floats;
    int firstStep;
    int lastStep;
    long offset;

    Stretch(Place place, List<Cascade> cascades) {
      this.floats = (place.held + Block.LINE - 1) / Block.LINE * Block.LINE;
      this.firstStep = place.firstStep;
      append(place, cascades);
    }

    /** In a cascade all steps are run at once, so to say. */
    void append(Place place, List<Cascade> cascades) {
      places.add(place);
      lastStep = place.lastStep;
      for (Cascade cascade : cascades) {
        if (cascade.has(firstStep)) {
          firstStep = cascade.first();
        }
        if (cascade.has(lastStep)) {
          lastStep = cascade.end() - 1;
        }
      }
    }

    boolean isAliveWith(Stretch other) {
      return firstStep <= other.lastStep && other.firstStep <= lastStep;
    }

    long end() {
      return offset + floats;
    }
  }

  private ArenaLayout() {}

  /**
   * Sets the offsets of some places, of those that are {@linkplain Place#gathered gathered} or of
   * the others; returns the floats that one image needs.
   */
  static long assign(List<Step> steps, boolean gathered) {
    return assign(steps, gathered, List.of());
  }

  /** The same where some steps are run as cascades. */
  static long assign(List<Step> steps, boolean gathered, List<Cascade> cascades) {
    List<Stretch> largestFirst = stretches(steps, gathered, cascades);
    largestFirst.sort(Comparator.comparingLong((Stretch s) -> s.floats).reversed());
    List<Stretch> placed = new ArrayList<>();
    long total = 0;
    for (Stretch stretch : largestFirst) {
      stretch.offset = lowest(stretch, placed);
      placed.add(stretch);
    }
    for (Stretch stretch : placed) {
      stretch.offset += stretch.offset / SLACK / Block.LINE * Block.LINE;
      stretch.places.forEach(place -> place.offset = stretch.offset);
      total = Math.max(total, stretch.end());
    }
    return total;
  }

  private static List<Stretch> stretches(
      List<Step> steps, boolean gathered, List<Cascade> cascades) {
    Map<Place, Stretch> stretches = new LinkedHashMap<>();
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      int at = s;
      step.inPlace()
          .filter(pair -> canShare(pair, at, cascades))
          .ifPresent(
              pair -> {
                Stretch stretch = stretches.get(pair.read());
                stretch.append(pair.written(), cascades);
                stretches.put(pair.written(), stretch);
              });
      for (Place place : step.places()) {
        stretches.computeIfAbsent(place.root(), root -> new Stretch(root, cascades));
      }
    }
    List<Stretch> wanted = new ArrayList<>(new LinkedHashSet<>(stretches.values()));
    wanted.removeIf(stretch -> stretch.places.get(0).gathered != gathered);
    return wanted;
  }

  /** Whether nobody reads the one after this step, nor writes the other before it. */
  private static boolean canShare(Step.InPlace pair, int step, List<Cascade> cascades) {
    Place read = pair.read();
    Place written = pair.written();
    return read.isAlone()
        && written.isAlone()
        && read.banded < 0
        && written.banded < 0
        && read.gathered == written.gathered
        && read.lastStep == step
        && written.firstStep == step
        && cascades.stream().allMatch(cascade -> cascade.isOnlyUser(step, read))
        && Place.same(read, written);
  }

  private static long lowest(Stretch stretch, List<Stretch> placed) {
    List<Stretch> alive =
        placed.stream()
            .filter(stretch::isAliveWith)
            .sorted(Comparator.comparingLong(other -> other.offset))
            .toList();
    long offset = 0;
    for (Stretch other : alive) {
      if (offset + stretch.floats <= other.offset) {
        break;
      }
      offset = Math.max(offset, other.end());
    }
    return offset;
  }
}
