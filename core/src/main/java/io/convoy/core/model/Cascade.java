package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Neighbouring steps that an image goes through by bands of rows, so that what one writes is still
 * in the second cache when the next reads it.
 *
 * <p>A map that nothing else uses is a window, which holds some of its rows and moves down: before
 * a band those that are needed again are moved to its start. So each row is computed once, and the
 * windows are small, and the same memory for all images.
 */
final class Cascade {
  private final int first;
  private final List<RowStep> steps;
  private final List<Place> windows;

  /** Rows that each window holds at most. */
  private final int[] held;

  private final List<Band> bands = new ArrayList<>();

  /**
   * A band.
   *
   * @param starts the first row of each window
   * @param slide what is done before
   * @param parts of each step, the rows that it computes; null where there are none
   */
  private record Band(int[] starts, Slide slide, Part[] parts) {}

  /** Some rows of a step. */
  private record Part(RowStep step, Range rows) implements Step {
    @Override
    public void run(Run run) {
      step.run(run, rows);
    }

    @Override
    public void run(Run run, int part, int parts) {
      int shared = step.endsRows() ? 1 : parts;
      Range some = part < shared ? Range.part(rows.length(), shared, part) : Range.NONE;
      if (!some.isEmpty()) {
        step.run(run, new Range(rows.from() + some.from(), rows.from() + some.to()));
      }
    }

    @Override
    public List<Place> places() {
      return step.places();
    }
  }

  /**
   * Moves the rows that are needed again to the starts of their windows.
   *
   * @param from the rows of the map at which the windows start so far, and {@code to} those at
   *     which they are to start
   * @param ends the row after the last that each holds
   */
  private record Slide(List<Place> windows, int[] from, int[] to, int[] ends) implements Step {
    @Override
    public void run(Run run) {
      float[] data = run.activations();
      for (int w = 0; w < to.length; w++) {
        int row = windows.get(w).rowFloats();
        int start = run.base(windows.get(w), 0) + to[w] * row;
        int distance = (to[w] - from[w]) * row;
        int count = (ends[w] - to[w]) * row;
        if (distance > 0 && count > 0) {
          System.arraycopy(data, start + distance, data, start, count);
        }
      }
    }

    @Override
    public List<Place> places() {
      return windows;
    }
  }

  /**
   * @param steps of a network, whose places know when they are used
   * @param first the first step of the cascade, and {@code end} the one after its last
   * @param height rows of the tallest map in a band
   */
  Cascade(List<Step> steps, int first, int end, int height) {
    this.first = first;
    this.steps = steps.subList(first, end).stream().map(RowStep.class::cast).toList();
    this.windows = windows(first, end);
    this.held = new int[windows.size()];
    cut(height);
  }

  /**
   * Whether some steps can be one: all make rows of maps, but for the last, which may end them, and
   * nobody reads some channels of a map of which others are made as well.
   */
  static boolean isAble(List<Step> steps, int first, int end) {
    for (int s = first; s < end; s++) {
      boolean able =
          steps.get(s) instanceof RowStep step
              && step.rowsOf().isMap()
              && (s == end - 1 || !step.endsRows())
              && readsWholes(step, steps.subList(first, s));
      if (!able) {
        return false;
      }
    }
    return true;
  }

  private static boolean readsWholes(RowStep step, List<Step> before) {
    return before.stream()
        .map(writer -> ((RowStep) writer).rowsOf())
        .allMatch(
            made ->
                step.reads().stream()
                    .allMatch(read -> made.isPartOf(read) || !made.overlaps(read)));
  }

  /** Maps that only these steps use, and each only as a whole. */
  private List<Place> windows(int first, int end) {
    Set<Place> used = new HashSet<>();
    steps.forEach(step -> used.addAll(step.places()));
    return used.stream()
        .filter(place -> place.isAlone() && place.isMap())
        .filter(place -> place.firstStep >= first && place.lastStep < end)
        .filter(place -> used.stream().noneMatch(part -> part != place && part.root() == place))
        .toList();
  }

  private void cut(int height) {
    Set<Place> made = new HashSet<>();
    steps.stream().filter(step -> !step.endsRows()).forEach(s -> made.add(s.rowsOf().root()));
    BandRows rows = new BandRows(steps, made);
    int[] done = new int[steps.size()];
    int[] starts = new int[held.length];
    int[] ends = new int[held.length];
    for (int at = 0; at < rows.tallest(); at += height) {
      Range[] next = rows.next(new Range(at, Math.min(rows.tallest(), at + height)));
      int[] before = starts;
      starts = starts(before, ends, done);
      Slide slide = new Slide(windows, before, starts, ends.clone());
      Part[] parts = new Part[next.length];
      for (int s = 0; s < next.length; s++) {
        if (!next[s].isEmpty()) {
          parts[s] = new Part(steps.get(s), next[s]);
          done[s] = next[s].to();
          int w = windows.indexOf(steps.get(s).rowsOf());
          if (w >= 0 && !steps.get(s).endsRows()) {
            ends[w] = done[s];
            held[w] = Math.max(held[w], ends[w] - starts[w]);
          }
        }
      }
      bands.add(new Band(starts, slide, parts));
    }
  }

  /**
   * The first row of each window that any of its readers still needs, or that is made next. Rows
   * may be read backwards: so all that a reader has not computed yet is asked for.
   *
   * @param done how many rows each step has computed
   */
  private int[] starts(int[] before, int[] ends, int[] done) {
    int[] starts = ends.clone();
    for (int s = 0; s < done.length; s++) {
      RowStep step = steps.get(s);
      Range rest = new Range(done[s], step.rowsOf().rows());
      for (Place read : rest.isEmpty() ? List.<Place>of() : step.reads()) {
        int w = windows.indexOf(read);
        if (w >= 0) {
          starts[w] = Math.min(starts[w], step.rowsRead(read, rest).from());
        }
      }
    }
    for (int w = 0; w < starts.length; w++) {
      starts[w] = Math.max(before[w], starts[w]);
    }
    return starts;
  }

  /** The number of its first step. */
  int first() {
    return first;
  }

  /** The number of the step after its last. */
  int end() {
    return first + steps.size();
  }

  boolean has(int step) {
    return first <= step && step < end();
  }

  /** Whether a step is outside, or no other step of it uses that place. */
  boolean isOnlyUser(int step, Place place) {
    if (!has(step)) {
      return true;
    }
    for (int s = 0; s < steps.size(); s++) {
      if (first + s != step && steps.get(s).places().stream().anyMatch(place::overlaps)) {
        return false;
      }
    }
    return true;
  }

  /** Floats of its windows. */
  long windowFloats() {
    long floats = 0;
    for (int w = 0; w < held.length; w++) {
      floats += (long) held[w] * windows.get(w).rowFloats();
    }
    return floats;
  }

  /** The maps of which only some rows are held. */
  List<Place> windows() {
    return windows;
  }

  /** Floats of an image that one of its steps reads or writes in windows. */
  long cachedFloats(Step step) {
    return step.places().stream().filter(windows::contains).mapToLong(map -> map.elements).sum();
  }

  /** Gives its windows room for the rows that they hold, instead of all. */
  void hold() {
    for (int w = 0; w < held.length; w++) {
      windows.get(w).held = (long) held[w] * windows.get(w).rowFloats();
      windows.get(w).banded = w;
    }
  }

  /**
   * Runs the steps, image after image.
   *
   * @param times takes what each step took, unless it is null
   */
  void run(Run run, StepTimes times) {
    for (int n = 0; n < run.images(); n++) {
      for (Band band : bands) {
        Run rows = run.image(n, band.starts());
        rows.arena().run(band.slide(), rows);
        for (int s = 0; s < band.parts().length; s++) {
          if (band.parts()[s] != null) {
            long start = System.nanoTime();
            rows.arena().run(band.parts()[s], rows);
            if (times != null) {
              times.add(first + s, System.nanoTime() - start);
            }
          }
        }
      }
    }
  }
}
