package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way to begin a network by bands: the steps that are run by bands, all others after them, the
 * rows of each step in each band, and places laid out for that.
 *
 * <p>A place that only those steps use holds the rows of one band; one that others read too is kept
 * whole, and what it is made of waits in it for the last band.
 */
final class Bands {
  private final List<Step> steps;
  private final List<RowStep> prefix;
  private final Set<Place> kept = new LinkedHashSet<>();
  private final BandRows rows;
  private final int height;
  private final List<Band> bands = new ArrayList<>();

  /** Rows that each step computes in {@link #bands}. */
  private final long[] computed;

  private long floats;

  /**
   * A band.
   *
   * @param rows of each step
   * @param starts of each place of which a band is held, its first row
   */
  private record Band(Range[] rows, int[] starts) {}

  private Bands(List<Step> steps, int prefix, int height) {
    this.steps = List.copyOf(steps);
    this.prefix = steps.subList(0, prefix).stream().map(RowStep.class::cast).toList();
    this.height = height;
    this.computed = new long[prefix];
    live();
    this.rows = new BandRows(this.prefix, kept);
  }

  /**
   * Lays places out for all bands of a run.
   *
   * @param steps in the order in which they are run
   * @param prefix how many of them are run by bands
   * @param height rows of the tallest result in a band
   */
  static Bands of(List<Step> steps, int prefix, int height) {
    Bands all = new Bands(steps, prefix, height);
    all.add(0, all.count());
    all.hold();
    return all;
  }

  /** Lays places out for steps none of which is run by bands. */
  static void layOutWhole(List<Step> steps) {
    new Bands(steps, 0, 1).hold();
  }

  /**
   * A way as far as it can be told without working out rows.
   *
   * @param tallest rows of the tallest result
   * @param leastFloats what the steps after the prefix take at least
   */
  record Outline(int prefix, int tallest, long leastFloats) {}

  static Outline outline(List<Step> steps, int prefix) {
    Bands none = new Bands(steps, prefix, 1);
    return new Outline(prefix, none.rows.tallest(), none.leastFloats());
  }

  /** The same for some of the bands, which tell about what all will take. */
  static Bands sketch(List<Step> steps, int prefix, int height) {
    Bands some = new Bands(steps, prefix, height);
    int count = some.count();
    int first = some.add(0, Math.min(count, 2));
    int middle = some.add(Math.max(first, count / 2), Math.min(count, count / 2 + 16));
    some.add(Math.max(middle, count - 2), count);
    some.hold();
    return some;
  }

  /**
   * The steps that can be run by bands: they make rows of maps, and read only maps that others of
   * them make.
   */
  static List<RowStep> able(List<Step> steps) {
    List<RowStep> able = new ArrayList<>();
    Set<Place> made = new HashSet<>();
    Set<Place> late = new HashSet<>();
    for (Step step : steps) {
      if (step instanceof RowStep row && isAble(row, late)) {
        able.add(row);
        if (!row.endsRows()) {
          made.add(row.rowsOf());
        }
      }
      for (Place place : step.places()) {
        if (made.stream().noneMatch(place::overlaps)) {
          late.add(place);
        }
      }
    }
    return able;
  }

  private static boolean isAble(RowStep step, Set<Place> late) {
    return step.rowsOf().isMap()
        && step.reads().stream().allMatch(Place::isMap)
        && step.reads().stream().noneMatch(read -> late.stream().anyMatch(read::overlaps));
  }

  /** Sets when each place is alive; those that are kept are from the first band on. */
  private void live() {
    Set<Place> wholes = new LinkedHashSet<>();
    steps.forEach(step -> step.places().forEach(place -> wholes.add(place.root())));
    for (Place whole : wholes) {
      whole.firstStep = Integer.MAX_VALUE;
      whole.lastStep = -1;
      whole.banded = -1;
      whole.held = whole.elements;
    }
    for (int s = 0; s < steps.size(); s++) {
      for (Place place : steps.get(s).places()) {
        place.use(s);
      }
    }
    for (Place whole : wholes) {
      if (whole.firstStep < prefix.size() && whole.lastStep >= prefix.size()) {
        whole.firstStep = 0;
        kept.add(whole);
      }
    }
  }

  /** Floats of all places that are alive at once after the prefix, or kept at its end. */
  private long leastFloats() {
    Set<Place> wholes = new HashSet<>();
    steps.forEach(step -> step.places().forEach(place -> wholes.add(place.root())));
    long[] more = new long[steps.size() + 1];
    for (Place whole : wholes) {
      if (whole.lastStep >= prefix.size()) {
        more[Math.max(whole.firstStep, prefix.size() - 1)] += whole.elements;
        more[whole.lastStep + 1] -= whole.elements;
      }
    }
    long alive = 0;
    long most = 0;
    for (long change : more) {
      alive += change;
      most = Math.max(most, alive);
    }
    return most;
  }

  /** How many bands an image is cut into. */
  int count() {
    return (rows.tallest() + height - 1) / height;
  }

  /** Adds some bands; where they don't follow the last, the one before them is worked out first. */
  private int add(int from, int to) {
    if (from > bands.size()) {
      rows.next(band(from - 1));
    }
    for (int b = from; b < to; b++) {
      Range[] next = rows.next(band(b));
      for (int s = 0; s < next.length; s++) {
        computed[s] += next[s].isEmpty() ? 0 : prefix.get(s).rowsComputed(next[s]);
      }
      bands.add(new Band(next, new int[0]));
    }
    return to;
  }

  private Range band(int index) {
    return new Range(index * height, Math.min(rows.tallest(), (index + 1) * height));
  }

  /** Gives each place room for the most rows that a band needs of it, and all of them offsets. */
  private void hold() {
    Map<Place, Integer> most = new HashMap<>();
    for (Band band : bands) {
      held(band).forEach((place, held) -> most.merge(place, held.length(), Math::max));
    }
    int index = 0;
    for (Map.Entry<Place, Integer> entry : most.entrySet()) {
      Place place = entry.getKey();
      place.held = (long) entry.getValue() * place.rowFloats();
      place.banded = index++;
    }
    for (int b = 0; b < bands.size(); b++) {
      int[] starts = new int[index];
      held(bands.get(b))
          .forEach(
              (place, held) ->
                  // Room for the most rows ends with the map, not behind it.
                  starts[place.banded] = Math.min(held.from(), place.rows() - most.get(place)));
      bands.set(b, new Band(bands.get(b).rows(), starts));
    }
    floats = ArenaLayout.assign(steps, false);
  }

  /** The rows of each place that a band holds; nothing of those that are kept. */
  private Map<Place, Range> held(Band band) {
    Map<Place, Range> held = new HashMap<>();
    for (int s = 0; s < prefix.size(); s++) {
      Place whole = prefix.get(s).rowsOf().root();
      if (!prefix.get(s).endsRows() && !kept.contains(whole)) {
        held.merge(whole, band.rows()[s], Range::hull);
      }
    }
    return held;
  }

  /** Floats that activations of one image take. */
  long floats() {
    return floats;
  }

  /** Steps that are run by bands. */
  int prefix() {
    return prefix.size();
  }

  int height() {
    return height;
  }

  /** Names of what is kept. */
  List<String> kept() {
    return kept.stream().map(place -> place.tensor).toList();
  }

  /** How often a step computes each of its rows, on average. */
  double times(int step) {
    if (step >= prefix.size()) {
      return 1;
    }
    RowStep of = prefix.get(step);
    int all = of.rowsComputed(Range.all(of.rowsOf().rows()));
    return (double) computed[step] / all * count() / bands.size();
  }

  /**
   * Runs the prefix, band after band.
   *
   * @param images of the caller's
   * @param times takes what each step took, unless it is null
   */
  void run(Range images, float[][] inputs, float[][] outputs, Arena arena, StepTimes times) {
    for (Band band : bands) {
      Run run = new Run(images.from(), images.length(), inputs, outputs, arena, band.starts());
      for (int s = 0; s < band.rows().length; s++) {
        if (!band.rows()[s].isEmpty()) {
          long start = System.nanoTime();
          prefix.get(s).run(run, band.rows()[s]);
          if (times != null) {
            times.add(s, System.nanoTime() - start);
          }
        }
      }
    }
  }
}
