package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link DepthwiseMicroKernel}, for dense kernels five columns wide and stride 1: a column that
 * several windows share is read once.
 *
 * <p>7 accumulators + 5 of weights + the column at hand: the loads are 16 for 7 pixels and five
 * taps, instead of 40.
 */
final class DepthwiseRow5MicroKernel extends PlaneTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  DepthwiseRow5MicroKernel() {
    super(false);
  }

  @Override
  void tile(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    int kernelRows = steps / 5;
    int rowStep = kernelRows == 1 ? 0 : offsets[first + 5] - offsets[first];
    int window = at + offsets[first];
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int r = 0; r < kernelRows; r++) {
      FloatVector w0 = FloatVector.fromArray(S, weights, wo + r * (5 * L));
      FloatVector w1 = FloatVector.fromArray(S, weights, wo + r * (5 * L) + L);
      FloatVector w2 = FloatVector.fromArray(S, weights, wo + r * (5 * L) + 2 * L);
      FloatVector w3 = FloatVector.fromArray(S, weights, wo + r * (5 * L) + 3 * L);
      FloatVector w4 = FloatVector.fromArray(S, weights, wo + r * (5 * L) + 4 * L);
      int i = window + r * rowStep;
      FloatVector x0 = FloatVector.fromArray(S, rows, i);
      c0 = x0.fma(w0, c0);
      FloatVector x1 = FloatVector.fromArray(S, rows, i + W);
      c0 = x1.fma(w1, c0);
      c1 = x1.fma(w0, c1);
      FloatVector x2 = FloatVector.fromArray(S, rows, i + 2 * W);
      c0 = x2.fma(w2, c0);
      c1 = x2.fma(w1, c1);
      c2 = x2.fma(w0, c2);
      FloatVector x3 = FloatVector.fromArray(S, rows, i + 3 * W);
      c0 = x3.fma(w3, c0);
      c1 = x3.fma(w2, c1);
      c2 = x3.fma(w1, c2);
      c3 = x3.fma(w0, c3);
      FloatVector x4 = FloatVector.fromArray(S, rows, i + 4 * W);
      c0 = x4.fma(w4, c0);
      c1 = x4.fma(w3, c1);
      c2 = x4.fma(w2, c2);
      c3 = x4.fma(w1, c3);
      c4 = x4.fma(w0, c4);
      FloatVector x5 = FloatVector.fromArray(S, rows, i + 5 * W);
      c1 = x5.fma(w4, c1);
      c2 = x5.fma(w3, c2);
      c3 = x5.fma(w2, c3);
      c4 = x5.fma(w1, c4);
      c5 = x5.fma(w0, c5);
      FloatVector x6 = FloatVector.fromArray(S, rows, i + 6 * W);
      c2 = x6.fma(w4, c2);
      c3 = x6.fma(w3, c3);
      c4 = x6.fma(w2, c4);
      c5 = x6.fma(w1, c5);
      c6 = x6.fma(w0, c6);
      FloatVector x7 = FloatVector.fromArray(S, rows, i + 7 * W);
      c3 = x7.fma(w4, c3);
      c4 = x7.fma(w3, c4);
      c5 = x7.fma(w2, c5);
      c6 = x7.fma(w1, c6);
      FloatVector x8 = FloatVector.fromArray(S, rows, i + 8 * W);
      c4 = x8.fma(w4, c4);
      c5 = x8.fma(w3, c5);
      c6 = x8.fma(w2, c6);
      FloatVector x9 = FloatVector.fromArray(S, rows, i + 9 * W);
      c5 = x9.fma(w4, c5);
      c6 = x9.fma(w3, c6);
      FloatVector x10 = FloatVector.fromArray(S, rows, i + 10 * W);
      c6 = x10.fma(w4, c6);
    }
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0 = c0.add(added);
    c0.blend(bound, c0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    c1 = c1.add(added);
    c1.blend(bound, c1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    c2 = c2.add(added);
    c2.blend(bound, c2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    c3 = c3.add(added);
    c3.blend(bound, c3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    c4 = c4.add(added);
    c4.blend(bound, c4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    c5 = c5.add(added);
    c5.blend(bound, c5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    c6 = c6.add(added);
    c6.blend(bound, c6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }
}
