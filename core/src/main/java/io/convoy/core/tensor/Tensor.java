package io.convoy.core.tensor;

import java.util.Objects;

/**
 * A whole tensor of floats in row-major order: the last dimension varies fastest.
 *
 * <p>The array is shared, not copied: who makes a tensor hands its array over.
 */
public final class Tensor {
  private final Shape shape;
  private final float[] data;

  /**
   * A tensor over {@code data}, which has exactly {@code shape.elements()} numbers.
   *
   * @throws IllegalArgumentException where the two disagree
   */
  public Tensor(Shape shape, float[] data) {
    this.shape = Objects.requireNonNull(shape);
    this.data = Objects.requireNonNull(data);
    if (shape.elements() != data.length) {
      throw new IllegalArgumentException(
          "a tensor must hold as many numbers as its shape says: shape="
              + shape
              + ", elements="
              + shape.elements()
              + ", length="
              + data.length);
    }
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[Math.toIntExact(shape.elements())]);
  }

  public Shape shape() {
    return shape;
  }

  /** The numbers themselves, row-major; not a copy. */
  public float[] data() {
    return data;
  }

  /** The same numbers under another shape of as many elements. */
  public Tensor reshaped(Shape other) {
    return new Tensor(other, data);
  }

  /** The number at these positions, outermost first. */
  public float at(int... positions) {
    if (positions.length != shape.rank()) {
      throw new IllegalArgumentException(
          "one position a dimension: shape=" + shape + ", positions=" + positions.length);
    }
    int index = 0;
    for (int d = 0; d < positions.length; d++) {
      index = index * shape.extent(d) + Objects.checkIndex(positions[d], shape.extent(d));
    }
    return data[index];
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
