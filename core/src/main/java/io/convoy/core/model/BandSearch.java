package io.convoy.core.model;

import io.convoy.core.model.Bands.Outline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds where a network that doesn't fit is cut, and into how many bands: of all that fit, the way
 * that computes the least twice.
 *
 * <p>The longer the part that is run by bands, the smaller the maps that are kept behind it, and
 * the more rows must bands compute twice. So all lengths are tried, each with the tallest bands
 * that fit.
 */
final class BandSearch {
  /** Rows of a band are a multiple of it where they are many: tiles are not cut. */
  private static final int ROWS = 4;

  private final List<Step> steps;
  private final List<StepFacts> facts;
  private final List<RowStep> able;
  private final long wholeFloats;

  /** Of each way, what it takes, as far as some of its bands tell. */
  private record Way(int prefix, int height, long floats, double extra) {}

  BandSearch(List<Step> steps, List<StepFacts> facts) {
    this.steps = steps;
    this.facts = facts;
    this.able = Bands.able(steps);
    this.wholeFloats = ArenaLayout.assign(steps, false);
  }

  /** Floats that activations of an image take as a whole. */
  long wholeFloats() {
    return wholeFloats;
  }

  /** Steps that can be run by bands. */
  int able() {
    return able.size();
  }

  /** Runs as many steps by bands, of so many rows of the tallest result. */
  Bands bands(int prefix, int height) {
    return Bands.of(order(prefix), prefix, height);
  }

  /**
   * Lays the places out.
   *
   * @param floats that activations of an image may take
   * @return empty where all of it fits, or nothing can be run by bands; the way that takes the
   *     least where none fits
   */
  Optional<Bands> within(long floats) {
    if (wholeFloats <= floats) {
      return Optional.empty();
    }
    Optional<Bands> found = search(floats);
    if (found.isEmpty()) {
      Bands.layOutWhole(steps);
    }
    return found;
  }

  private Optional<Bands> search(long floats) {
    List<Outline> outlines =
        IntStream.rangeClosed(1, able.size())
            .mapToObj(prefix -> Bands.outline(order(prefix), prefix))
            .sorted(Comparator.comparingLong(Outline::leastFloats))
            .toList();
    List<Way> ways =
        outlines.stream()
            .filter(outline -> outline.leastFloats() <= floats)
            .map(outline -> tallest(outline, floats))
            .sorted(Comparator.comparingDouble(Way::extra))
            .toList();
    for (Way way : ways) {
      if (way.floats() <= floats) {
        Bands bands = bands(way.prefix(), way.height());
        if (bands.floats() <= floats) {
          return Optional.of(bands);
        }
      }
    }
    return least(outlines).map(way -> bands(way.prefix(), way.height()));
  }

  /**
   * The way that takes the least, if that is less than without bands.
   *
   * @param outlines by what they take at least
   */
  private Optional<Way> least(List<Outline> outlines) {
    Optional<Way> best = Optional.empty();
    long least = wholeFloats;
    for (Outline outline : outlines) {
      if (outline.leastFloats() >= least) {
        break;
      }
      Way way = sketch(outline.prefix(), 1);
      if (way.floats() < least) {
        best = Optional.of(way);
        least = way.floats();
      }
    }
    return best;
  }

  /** The tallest bands that fit; a row each where none do. */
  private Way tallest(Outline outline, long floats) {
    List<Integer> heights = heights(outline.tallest());
    int fits = heights.size() - 1;
    Way way = sketch(outline.prefix(), heights.get(fits));
    int below = way.floats() <= floats ? -1 : fits;
    while (fits - below > 1) {
      int middle = (below + fits) / 2;
      Way taller = sketch(outline.prefix(), heights.get(middle));
      if (taller.floats() <= floats) {
        way = taller;
        fits = middle;
      } else {
        below = middle;
      }
    }
    return way;
  }

  /** What rows that are computed more than once add to the products of an image. */
  long extraMultiplyAdds(Bands bands) {
    List<StepFacts> ordered = facts(bands.prefix());
    double extra = 0;
    for (int s = 0; s < bands.prefix(); s++) {
      extra += (bands.times(s) - 1) * ordered.get(s).work().multiplyAdds();
    }
    return Math.round(extra);
  }

  /** What they cost, in multiply-adds that would take as long. */
  private double extra(Bands bands) {
    List<StepFacts> ordered = facts(bands.prefix());
    double extra = 0;
    for (int s = 0; s < bands.prefix(); s++) {
      StepFacts step = ordered.get(s);
      extra += (bands.times(s) - 1) * (step.work().multiplyAdds() + step.operations());
    }
    return extra;
  }

  private Way sketch(int prefix, int height) {
    Bands bands = Bands.sketch(order(prefix), prefix, height);
    return new Way(prefix, height, bands.floats(), extra(bands));
  }

  /** From half of the tallest result down to a row. */
  private static List<Integer> heights(int tallest) {
    List<Integer> heights = new ArrayList<>();
    for (int parts = 2; parts < 2 * tallest; parts += Math.max(1, parts / 2)) {
      int height = Math.max(1, (tallest + parts - 1) / parts);
      heights.add(height > ROWS ? height / ROWS * ROWS : height);
    }
    heights.add(1);
    return heights.stream().distinct().toList();
  }

  /** The steps with those first that are run by bands. */
  List<Step> order(int prefix) {
    return sources(prefix).mapToObj(steps::get).toList();
  }

  /** The facts in the same order. */
  List<StepFacts> facts(int prefix) {
    return sources(prefix).mapToObj(facts::get).toList();
  }

  private IntStream sources(int prefix) {
    List<RowStep> first = able.subList(0, prefix);
    boolean[] early = new boolean[steps.size()];
    for (int s = 0; s < early.length; s++) {
      early[s] = steps.get(s) instanceof RowStep row && first.stream().anyMatch(f -> f == row);
    }
    return IntStream.concat(
        IntStream.range(0, early.length).filter(s -> early[s]),
        IntStream.range(0, early.length).filter(s -> !early[s]));
  }
}
