package io.convoy.job.report;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tensors of a column are like: their shapes, and how many numbers, the least, the
 * greatest, the mean, and how many are NaN.
 */
public final class Statistics {
  private int[] least;
  private int[] greatest;
  private long count;
  private long nans;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private double sum;

  /** Takes one more tensor in; all of a column have one rank. */
  public void add(Tensor tensor) {
    addShape(tensor.shape());
    for (float number : tensor.data()) {
      if (Float.isNaN(number)) {
        nans++;
      } else {
        min = Math.min(min, number);
        max = Math.max(max, number);
        sum += number;
      }
    }
    count += tensor.data().length;
  }

  /** As a shape is written, a range where tensors differ: {@code (3, 200-480, 300-640)}. */
  public String shapes() {
    if (least == null) {
      return "()";
    }
    List<String> extents = new ArrayList<>();
    for (int d = 0; d < least.length; d++) {
      extents.add(least[d] == greatest[d] ? "" + least[d] : least[d] + "-" + greatest[d]);
    }
    return "(" + String.join(", ", extents) + ")";
  }

  /** {@code min -3, max 12, mean 4.5, nan 0}; NaN counts in none of the first three. */
  @Override
  public String toString() {
    if (count == nans) {
      return "no numbers, nan " + nans;
    }
    return "min "
        + FloatText.of(min)
        + ", max "
        + FloatText.of(max)
        + ", mean "
        + FloatText.of((float) (sum / (count - nans)))
        + ", nan "
        + nans;
  }

  private void addShape(Shape shape) {
    if (least == null) {
      least = shape.extents();
      greatest = shape.extents();
    }
    for (int d = 0; d < least.length; d++) {
      least[d] = Math.min(least[d], shape.extent(d));
      greatest[d] = Math.max(greatest[d], shape.extent(d));
    }
  }
}
