package io.convoy.job.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a run's output: a tensor of each record.
 *
 * @param name what it is called
 * @param extents one a dimension; {@link #VARIES} where records differ
 */
public record PlannedColumn(String name, List<Integer> extents) {
  /** The extent of a dimension in which records differ, as tensor columns have it. */
  public static final int VARIES = -1;

  public PlannedColumn {
    extents = List.copyOf(extents);
  }

  /** The column whose records lie between two shapes of the same rank. */
  static PlannedColumn between(String name, int[] least, int[] largest) {
    if (least.length != largest.length) {
      throw new IllegalArgumentException(
          "a column's tensors must have one number of dimensions: column="
              + name
              + ", shapes="
              + Arrays.toString(least)
              + " and "
              + Arrays.toString(largest));
    }
    Integer[] extents = new Integer[least.length];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = least[d] == largest[d] ? least[d] : VARIES;
    }
    return new PlannedColumn(name, Arrays.asList(extents));
  }

  /** Name and shape, {@code fc (1000)}; an asterisk where records differ. */
  @Override
  public String toString() {
    return name
        + extents.stream()
            .map(extent -> extent == VARIES ? "*" : Integer.toString(extent))
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
