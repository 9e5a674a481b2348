package io.convoy.job.execute;

import io.convoy.core.io.TensorWriter;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.job.plan.Steps;
import io.convoy.job.serde.Message;
import java.io.IOException;
import java.util.List;

/**
 * Writes one map as its runs come, in their order, and begins a record for each band that it is cut
 * into: {@code ID#rows=0-5000}, or the id itself where there is only one.
 */
final class RunWriter {
  private final TensorWriter writer;
  private final Message.Run outline;
  private final List<Range> bands;
  private int band = -1;
  private long position;
  private long end;

  RunWriter(TensorWriter writer, Message.Run outline) {
    this.writer = writer;
    this.outline = outline;
    this.bands = Steps.bands(outline.channels(), outline.rows(), outline.columns());
  }

  private static Shape shape(Message.Run outline, Range rows) {
    return Shape.of(outline.channels(), rows.length(), outline.columns());
  }

  /** What a record is called that holds some rows of a map. */
  static String id(String map, Range rows) {
    return map + "#rows=" + rows.from() + "-" + rows.to();
  }

  void add(long at, Message.Run run) throws IOException {
    if (run.numbers().length == 0) {
      return;
    }
    require(at == position, run.id());
    if (position == end) {
      band++;
      Range rows = bands.get(band);
      Shape shape = shape(outline, rows);
      writer.begin(bands.size() == 1 ? run.id() : id(run.id(), rows), List.of(shape));
      end += shape.elements();
    }
    writer.put(run.numbers(), 0, run.numbers().length);
    position += run.numbers().length;
  }

  /** All runs must have come. */
  void finish() {
    require(band == bands.size() - 1 && position == end, outline.id());
  }

  private void require(boolean complete, String id) {
    if (!complete) {
      throw new IllegalStateException(
          "a map must have all its runs, in order: id="
              + id
              + ", written="
              + position
              + ", of band="
              + band);
    }
  }
}
