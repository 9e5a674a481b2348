package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that each step computes in a band: worked out backwards from what the band is to make.
 *
 * <p>Results are maps that are kept whole, and steps that {@linkplain RowStep#endsRows end rows}.
 * Each gives a band the same share of its rows. Everything before makes what its readers need, halo
 * included; a band computes that anew, except for maps that are kept, of which it goes on where the
 * band before stopped.
 */
final class BandRows {
  private final List<RowStep> steps;
  private final Set<Place> kept;

  /** Of each step that writes a kept map, the rows that are there. */
  private final int[] done;

  private final int tallest;

  /**
   * @param kept the wholes that are kept
   */
  BandRows(List<RowStep> steps, Set<Place> kept) {
    this.steps = steps;
    this.kept = kept;
    this.done = new int[steps.size()];
    int most = 1;
    for (RowStep step : steps) {
      if (step.endsRows() || isKept(step)) {
        most = Math.max(most, step.rowsOf().rows());
      }
    }
    this.tallest = most;
  }

  /** Rows of the tallest result, of which a band is a part. */
  int tallest() {
    return tallest;
  }

  private boolean isKept(RowStep step) {
    return kept.contains(step.rowsOf().root());
  }

  /** The rows of each step in a band; bands come in order. */
  Range[] next(Range band) {
    Map<Place, Range> needed = new HashMap<>();
    Range[] rows = new Range[steps.size()];
    for (int s = rows.length - 1; s >= 0; s--) {
      RowStep step = steps.get(s);
      rows[s] = rows(s, band, needed);
      if (!rows[s].isEmpty()) {
        for (Place read : step.reads()) {
          needed.merge(read, step.rowsRead(read, rows[s]), Range::hull);
        }
      }
    }
    return rows;
  }

  private Range rows(int s, Range band, Map<Place, Range> needed) {
    RowStep step = steps.get(s);
    Place made = step.rowsOf();
    Range share = share(made.rows(), band);
    if (step.endsRows()) {
      return share;
    }
    Range rows = Range.NONE;
    for (Place place = made; place != null; place = place.wider()) {
      rows = rows.hull(needed.getOrDefault(place, Range.NONE));
    }
    if (!isKept(step)) {
      return rows;
    }
    int to = Math.max(done[s], Math.max(share.to(), rows.to()));
    Range going = new Range(done[s], to);
    done[s] = to;
    return going;
  }

  private Range share(int extent, Range band) {
    return new Range(
        (int) ((long) extent * band.from() / tallest), (int) ((long) extent * band.to() / tallest));
  }
}
