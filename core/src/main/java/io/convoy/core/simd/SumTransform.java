package io.convoy.core.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of floats in double precision, many side by side.
 *
 * <p><b>Algorithm.</b> {@code sums[c] = 0.0 + data[0][c] + data[1][c] + …}, from left to right, for
 * rows of numbers that lie one behind the other.
 *
 * <p><b>Schedule.</b> A lane has a sum of its own, so that width changes no order. Four vectors of
 * sums stay in registers while the rows pass: a cache line of floats, where vectors have four
 * doubles.
 */
public final class SumTransform {
  private static final VectorSpecies<Double> SUMS =
      VectorSpecies.of(double.class, Simd.SPECIES.vectorShape());

  /** As many floats as there are doubles. */
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Simd.bits() / 2));

  private static final int LANES = SUMS.length();

  private SumTransform() {}

  /**
   * Overwrites the sums with those of so many rows, each as long as there are sums.
   *
   * @param from where the first row begins
   */
  public static void columns(float[] data, int from, int rows, double[] sums) {
    int length = sums.length;
    int c = 0;
    for (; c <= length - 4 * LANES; c += 4 * LANES) {
      four(data, from + c, rows, length, sums, c);
    }
    // tail
    for (; c <= length - LANES; c += LANES) {
      one(data, from + c, rows, length, sums, c);
    }
    for (; c < length; c++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        sum += data[from + r * length + c];
      }
      sums[c] = sum;
    }
  }

  private static void four(float[] data, int from, int rows, int step, double[] sums, int to) {
    DoubleVector a = DoubleVector.zero(SUMS);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int at = from;
    for (int r = 0; r < rows; r++) {
      a = a.add(doubles(data, at));
      b = b.add(doubles(data, at + LANES));
      c = c.add(doubles(data, at + 2 * LANES));
      d = d.add(doubles(data, at + 3 * LANES));
      at += step;
    }
    a.intoArray(sums, to);
    b.intoArray(sums, to + LANES);
    c.intoArray(sums, to + 2 * LANES);
    d.intoArray(sums, to + 3 * LANES);
  }

  private static void one(float[] data, int from, int rows, int step, double[] sums, int to) {
    DoubleVector sum = DoubleVector.zero(SUMS);
    int at = from;
    for (int r = 0; r < rows; r++) {
      sum = sum.add(doubles(data, at));
      at += step;
    }
    sum.intoArray(sums, to);
  }

  private static DoubleVector doubles(float[] data, int at) {
    return (DoubleVector) FloatVector.fromArray(FLOATS, data, at).castShape(SUMS, 0);
  }
}
