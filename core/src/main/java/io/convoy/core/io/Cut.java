package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;

/** Cuts tensors that were read whole. */
public final class Cut {
  private Cut() {}

  /** The shape (C, rows, W) of some rows of a tensor (C, H, W). */
  static Shape rowsShape(Shape shape, Range rows) {
    if (shape.rank() != 3 || rows.to() > shape.extent(1)) {
      throw new IllegalArgumentException(
          "rows are those of a tensor (C, H, W): shape=" + shape + ", rows=" + rows);
    }
    return Shape.of(shape.extent(0), rows.length(), shape.extent(2));
  }

  /** Some rows of a tensor (C, H, W). */
  public static Tensor rows(Tensor whole, Range rows) {
    Shape shape = rowsShape(whole.shape(), rows);
    int width = shape.extent(2);
    int length = rows.length() * width;
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int c = 0; c < shape.extent(0); c++) {
      int from = (c * whole.shape().extent(1) + rows.from()) * width;
      System.arraycopy(whole.data(), from, numbers, c * length, length);
    }
    return new Tensor(shape, numbers);
  }

  /** Some positions of the outermost dimension. */
  static Tensor outermost(Tensor whole, Range positions) {
    Shape shape = outermostShape(whole.shape(), positions);
    int each = whole.data().length / Math.max(1, whole.shape().extent(0));
    return new Tensor(
        shape, Arrays.copyOfRange(whole.data(), positions.from() * each, positions.to() * each));
  }

  static Shape outermostShape(Shape shape, Range positions) {
    if (positions.to() > shape.extent(0)) {
      throw new IllegalArgumentException(
          "positions must lie in the outermost dimension: shape="
              + shape
              + ", positions="
              + positions);
    }
    int[] extents = shape.extents();
    extents[0] = positions.length();
    return Shape.of(extents);
  }
}
