package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile of {@link LaneMicroKernel} for dense kernels three columns wide, one input channel a
 * group and stride 1 or 2: a column that several windows share is read once.
 *
 * <p>7 accumulators + 3 of weights + the column at hand: the loads are 4 (stride 1) or 6 (stride 2)
 * for 7 pixels and a tap, instead of 8.
 */
final class LaneRowMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private LaneRowMicroKernel() {}

  /**
   * Windows one column apart.
   *
   * @param lanes the packed rows, from {@code at}, with the step from column to column
   * @param rowStep from one kernel row's inputs to the next's, of {@code rows}
   * @param weights a vector a tap, from {@code wo}
   * @param sums where they go, a vector a pixel, from {@code so}, {@code sumStep} apart
   */
  static void stride1(
      float[] lanes,
      int at,
      int step,
      int rowStep,
      int rows,
      float[] weights,
      int wo,
      float[] sums,
      int so,
      int sumStep) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int kh = 0; kh < rows; kh++) {
      int i0 = at + kh * rowStep;
      int k = wo + 3 * kh * L;
      FloatVector w0 = FloatVector.fromArray(S, weights, k);
      FloatVector w1 = FloatVector.fromArray(S, weights, k + L);
      FloatVector w2 = FloatVector.fromArray(S, weights, k + 2 * L);
      FloatVector x0 = FloatVector.fromArray(S, lanes, i0);
      c0 = x0.fma(w0, c0);
      int i1 = i0 + step;
      FloatVector x1 = FloatVector.fromArray(S, lanes, i1);
      c0 = x1.fma(w1, c0);
      c1 = x1.fma(w0, c1);
      int i2 = i1 + step;
      FloatVector x2 = FloatVector.fromArray(S, lanes, i2);
      c0 = x2.fma(w2, c0);
      c1 = x2.fma(w1, c1);
      c2 = x2.fma(w0, c2);
      int i3 = i2 + step;
      FloatVector x3 = FloatVector.fromArray(S, lanes, i3);
      c1 = x3.fma(w2, c1);
      c2 = x3.fma(w1, c2);
      c3 = x3.fma(w0, c3);
      int i4 = i3 + step;
      FloatVector x4 = FloatVector.fromArray(S, lanes, i4);
      c2 = x4.fma(w2, c2);
      c3 = x4.fma(w1, c3);
      c4 = x4.fma(w0, c4);
      int i5 = i4 + step;
      FloatVector x5 = FloatVector.fromArray(S, lanes, i5);
      c3 = x5.fma(w2, c3);
      c4 = x5.fma(w1, c4);
      c5 = x5.fma(w0, c5);
      int i6 = i5 + step;
      FloatVector x6 = FloatVector.fromArray(S, lanes, i6);
      c4 = x6.fma(w2, c4);
      c5 = x6.fma(w1, c5);
      c6 = x6.fma(w0, c6);
      int i7 = i6 + step;
      FloatVector x7 = FloatVector.fromArray(S, lanes, i7);
      c5 = x7.fma(w2, c5);
      c6 = x7.fma(w1, c6);
      int i8 = i7 + step;
      FloatVector x8 = FloatVector.fromArray(S, lanes, i8);
      c6 = x8.fma(w2, c6);
    }
    c0.intoArray(sums, so);
    c1.intoArray(sums, so + sumStep);
    c2.intoArray(sums, so + 2 * sumStep);
    c3.intoArray(sums, so + 3 * sumStep);
    c4.intoArray(sums, so + 4 * sumStep);
    c5.intoArray(sums, so + 5 * sumStep);
    c6.intoArray(sums, so + 6 * sumStep);
  }

  /** Windows two columns apart; parameters as for {@link #stride1}. */
  static void stride2(
      float[] lanes,
      int at,
      int step,
      int rowStep,
      int rows,
      float[] weights,
      int wo,
      float[] sums,
      int so,
      int sumStep) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int kh = 0; kh < rows; kh++) {
      int i0 = at + kh * rowStep;
      int k = wo + 3 * kh * L;
      FloatVector w0 = FloatVector.fromArray(S, weights, k);
      FloatVector w1 = FloatVector.fromArray(S, weights, k + L);
      FloatVector w2 = FloatVector.fromArray(S, weights, k + 2 * L);
      FloatVector x0 = FloatVector.fromArray(S, lanes, i0);
      c0 = x0.fma(w0, c0);
      int i1 = i0 + step;
      FloatVector x1 = FloatVector.fromArray(S, lanes, i1);
      c0 = x1.fma(w1, c0);
      int i2 = i1 + step;
      FloatVector x2 = FloatVector.fromArray(S, lanes, i2);
      c0 = x2.fma(w2, c0);
      c1 = x2.fma(w0, c1);
      int i3 = i2 + step;
      FloatVector x3 = FloatVector.fromArray(S, lanes, i3);
      c1 = x3.fma(w1, c1);
      int i4 = i3 + step;
      FloatVector x4 = FloatVector.fromArray(S, lanes, i4);
      c1 = x4.fma(w2, c1);
      c2 = x4.fma(w0, c2);
      int i5 = i4 + step;
      FloatVector x5 = FloatVector.fromArray(S, lanes, i5);
      c2 = x5.fma(w1, c2);
      int i6 = i5 + step;
      FloatVector x6 = FloatVector.fromArray(S, lanes, i6);
      c2 = x6.fma(w2, c2);
      c3 = x6.fma(w0, c3);
      int i7 = i6 + step;
      FloatVector x7 = FloatVector.fromArray(S, lanes, i7);
      c3 = x7.fma(w1, c3);
      int i8 = i7 + step;
      FloatVector x8 = FloatVector.fromArray(S, lanes, i8);
      c3 = x8.fma(w2, c3);
      c4 = x8.fma(w0, c4);
      int i9 = i8 + step;
      FloatVector x9 = FloatVector.fromArray(S, lanes, i9);
      c4 = x9.fma(w1, c4);
      int i10 = i9 + step;
      FloatVector x10 = FloatVector.fromArray(S, lanes, i10);
      c4 = x10.fma(w2, c4);
      c5 = x10.fma(w0, c5);
      int i11 = i10 + step;
      FloatVector x11 = FloatVector.fromArray(S, lanes, i11);
      c5 = x11.fma(w1, c5);
      int i12 = i11 + step;
      FloatVector x12 = FloatVector.fromArray(S, lanes, i12);
      c5 = x12.fma(w2, c5);
      c6 = x12.fma(w0, c6);
      int i13 = i12 + step;
      FloatVector x13 = FloatVector.fromArray(S, lanes, i13);
      c6 = x13.fma(w1, c6);
      int i14 = i13 + step;
      FloatVector x14 = FloatVector.fromArray(S, lanes, i14);
      c6 = x14.fma(w2, c6);
    }
    c0.intoArray(sums, so);
    c1.intoArray(sums, so + sumStep);
    c2.intoArray(sums, so + 2 * sumStep);
    c3.intoArray(sums, so + 3 * sumStep);
    c4.intoArray(sums, so + 4 * sumStep);
    c5.intoArray(sums, so + 5 * sumStep);
    c6.intoArray(sums, so + 6 * sumStep);
  }
}
