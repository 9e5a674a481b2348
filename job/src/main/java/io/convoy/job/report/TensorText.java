package io.convoy.job.report;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.io.Writer;

/**
 * Records as text that depends on nothing but the records: two data sets with equal records give
 * equal text, however they were cut into files.
 *
 * <p>A record is its id on a line, and for each column a line with its name and shape, then the
 * numbers, one row of the tensor a line with single spaces between them.
 */
public final class TensorText {
  private final Writer out;

  public TensorText(Writer out) {
    this.out = out;
  }

  public void id(String id) throws IOException {
    out.write(id);
    out.write('\n');
  }

  /** One column of the record whose id came last. */
  public void column(String name, Tensor tensor) throws IOException {
    Shape shape = tensor.shape();
    out.write(name + " " + shape + "\n");
    float[] data = tensor.data();
    int row = Math.max(1, shape.extent(-1));
    for (int i = 0; i < data.length; i++) {
      out.write(FloatText.of(data[i]));
      out.write((i + 1) % row == 0 ? '\n' : ' ');
    }
  }

  public void flush() throws IOException {
    out.flush();
  }
}
