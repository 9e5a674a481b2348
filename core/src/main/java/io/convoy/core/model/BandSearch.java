package io.convoy.core.model;

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
  private final int wholeFloats;

  /** Of each way, what it takes, as far as some of its bands tell. */
  private record Way(int prefix, int height, int floats, double extra) {}

  BandSearch(List<Step> steps, List<StepFacts> facts) {
    this.steps = steps;
    this.facts = facts;
    this.able = Bands.able(steps);
    this.wholeFloats = ArenaLayout.assign(steps);
  }

  /** Floats that activations of an image take as a whole. */
  int wholeFloats() {
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
    List<Way> fitting = new ArrayList<>();
    List<Way> others = new ArrayList<>();
    for (int prefix = 1; prefix <= able.size(); prefix++) {
      List<Integer> heights = heights(prefix);
      int least = heights.size() - 1;
      Way way = sketch(prefix, heights.get(least));
      if (way.floats() > floats) {
        others.add(way);
        continue;
      }
      int below = -1;
      while (least - below > 1) {
        int middle = (below + least) / 2;
        Way taller = sketch(prefix, heights.get(middle));
        if (taller.floats() <= floats) {
          way = taller;
          least = middle;
        } else {
          below = middle;
        }
      }
      fitting.add(way);
    }
    fitting.sort(Comparator.comparingDouble(Way::extra));
    for (Way way : fitting) {
      Bands bands = bands(way.prefix(), way.height());
      if (bands.floats() <= floats) {
        return Optional.of(bands);
      }
    }
    fitting.addAll(others);
    return fitting.stream()
        .min(Comparator.comparingInt(Way::floats))
        .map(way -> bands(way.prefix(), way.height()));
  }

  /** What rows cost that are computed more than once, in multiply-adds. */
  double extra(Bands bands) {
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
  private List<Integer> heights(int prefix) {
    int tallest = Bands.sketch(order(prefix), prefix, 1).tallest();
    List<Integer> heights = new ArrayList<>();
    for (int parts = 2; parts < 2 * tallest; parts += Math.max(1, parts / 2)) {
      int height = Math.max(1, (tallest + parts - 1) / parts);
      heights.add(height > ROWS ? height / ROWS * ROWS : height);
    }
    return heights.isEmpty() ? List.of(1) : heights.stream().distinct().toList();
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
