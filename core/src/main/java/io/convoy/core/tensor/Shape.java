package io.convoy.core.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The extents of a tensor, outermost first. At least one dimension; an extent may be zero. */
public final class Shape {
  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * The shape with these extents, outermost first.
   *
   * @throws IllegalArgumentException where there is no extent, or one is negative
   */
  public static Shape of(int... extents) {
    if (extents.length == 0) {
      throw new IllegalArgumentException("a shape has at least one dimension: extents=[]");
    }
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "an extent must not be negative: extents=" + Arrays.toString(extents));
      }
    }
    return new Shape(extents.clone());
  }

  public int rank() {
    return extents.length;
  }

  /** The extent of one dimension; a negative {@code dimension} counts from the innermost, -1. */
  public int extent(int dimension) {
    return extents[dimension < 0 ? extents.length + dimension : dimension];
  }

  public int[] extents() {
    return extents.clone();
  }

  /** The number of elements, exact; it may be more than an array holds. */
  public long elements() {
    long elements = 1;
    for (int extent : extents) {
      elements = Math.multiplyExact(elements, (long) extent);
    }
    return elements;
  }

  /** This shape with one more dimension outside: (C, H, W) becomes (N, C, H, W). */
  public Shape prepend(int extent) {
    int[] longer = new int[extents.length + 1];
    longer[0] = extent;
    System.arraycopy(extents, 0, longer, 1, extents.length);
    return of(longer);
  }

  /** This shape without its outermost dimension: (N, C, H, W) becomes (C, H, W). */
  public Shape dropFirst() {
    return of(Arrays.copyOfRange(extents, 1, extents.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(extents, that.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** As NumPy prints it without the blanks' doubt: {@code (3, 224, 224)}. */
  @Override
  public String toString() {
    return Arrays.stream(extents)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
