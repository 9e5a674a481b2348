package io.convoy.core.conv;

/**
 * The columns of a padded row, sorted by phase: their remainder mod the stride.
 *
 * <pre>
 * stride 2:   0  2  4  6 …  then  1  3  5  7 …
 * </pre>
 *
 * <p>What neighbouring windows read for the same tap are neighbours so, whatever the stride.
 */
final class Phases {
  private final Axis axis;
  private final int columns;

  Phases(Axis axis) {
    this.axis = axis;
    int padded = axis.input() + axis.padBefore() + Math.max(0, axis.padAfter());
    this.columns = (padded + axis.stride() - 1) / axis.stride();
  }

  /** Their number: the stride. */
  int count() {
    return axis.stride();
  }

  /** Columns of each. */
  int columns() {
    return columns;
  }

  /** Columns of all. */
  int allColumns() {
    return Math.multiplyExact(axis.stride(), columns);
  }

  /** The place of a padded column among all. */
  int place(int column) {
    return column % axis.stride() * columns + column / axis.stride();
  }

  /** Columns of a phase before the input, those of the padding. */
  int before(int phase) {
    return columnsBefore(axis.padBefore(), phase);
  }

  /** Columns of a phase before the end of the input. */
  int end(int phase) {
    return columnsBefore(axis.padBefore() + axis.input(), phase);
  }

  private int columnsBefore(int column, int phase) {
    return (column - phase + axis.stride() - 1) / axis.stride();
  }
}
