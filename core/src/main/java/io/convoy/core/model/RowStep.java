package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.List;

/**
 * A step that can be run on some rows at a time, and so on a map that is never there as a whole:
 * each row is computed from its own few rows, whichever others are computed with it.
 *
 * <p>Rows are positions in the whole map, wherever the rows that are held start.
 */
interface RowStep extends Step {
  /** Computes these rows of {@link #rowsOf} for {@code run.images()} images. */
  void run(Run run, Range rows);

  /** What it makes or, where it {@linkplain #endsRows ends rows}, what it reads. */
  Place rowsOf();

  /** The maps that it reads. */
  List<Place> reads();

  /** The rows of one of {@link #reads} that it needs for {@code rows}, which are not empty. */
  Range rowsRead(Place read, Range rows);

  /**
   * Whether nothing that it makes has rows for others to go on with. It is then run on each row
   * once, from the first to the last.
   */
  default boolean endsRows() {
    return false;
  }

  /** The rows that computing these is as much work as. */
  default int rowsComputed(Range rows) {
    return rows.length();
  }

  @Override
  default void run(Run run, int part, int parts) {
    if (endsRows()) {
      Step.super.run(run, part, parts);
      return;
    }
    Range rows = Range.part(rowsOf().rows(), parts, part);
    if (!rows.isEmpty()) {
      run(run, rows);
    }
  }

  @Override
  default void run(Run run) {
    run(run, Range.all(rowsOf().rows()));
  }
}
