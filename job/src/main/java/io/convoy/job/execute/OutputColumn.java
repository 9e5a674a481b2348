package io.convoy.job.execute;

import io.convoy.core.io.TensorColumn;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.SizeRange;
import io.convoy.job.serde.ColumnOutline;
import java.util.Arrays;
import java.util.List;

/** The tensor columns of a run's output: what a run tells its tasks of them, and back. */
final class OutputColumn {
  static final String NAME = "conv";

  private static final List<String> DIMENSIONS = List.of("C", "H", "W");

  private OutputColumn() {}

  /** Extents of a column of maps: those in which records differ are left open. */
  static int[] extents(SizeRange output, int channels, Pool pool) {
    return pool == Pool.NONE
        ? new int[] {
          channels,
          extent(output.minHeight(), output.maxHeight()),
          extent(output.minWidth(), output.maxWidth())
        }
        : new int[] {channels};
  }

  static TensorColumn of(ColumnOutline outline) {
    int rank = outline.extents().length;
    return new TensorColumn(
        outline.name(),
        rank <= DIMENSIONS.size() ? DIMENSIONS.subList(0, rank) : List.of(),
        Arrays.stream(outline.extents()).boxed().toList());
  }

  private static int extent(int min, int max) {
    return min == max ? min : TensorColumn.VARIES;
  }
}
