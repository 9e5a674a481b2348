package io.convoy.job.execute;

import io.convoy.core.io.TensorColumn;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.SizeRange;
import java.util.Arrays;
import java.util.List;

/** The tensor column of a run's output. */
final class OutputColumn {
  static final String NAME = "conv";

  private static final List<String> DIMENSIONS = List.of("C", "H", "W");

  private OutputColumn() {}

  /** Extents of the column: those in which records differ are left open. */
  static int[] extents(SizeRange output, int channels, Pool pool) {
    return pool == Pool.NONE
        ? new int[] {
          channels,
          extent(output.minHeight(), output.maxHeight()),
          extent(output.minWidth(), output.maxWidth())
        }
        : new int[] {channels};
  }

  static TensorColumn of(int[] extents) {
    return new TensorColumn(
        NAME, DIMENSIONS.subList(0, extents.length), Arrays.stream(extents).boxed().toList());
  }

  private static int extent(int min, int max) {
    return min == max ? min : TensorColumn.VARIES;
  }
}
