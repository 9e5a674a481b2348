package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of groups of a vector or more, whose lanes share their inputs.
 *
 * <p>21 accumulators + 3 of weights + 7 broadcasts = 31 registers.
 */
final class LargeGroupRowsMicroKernel extends GroupRowsMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  LargeGroupRowsMicroKernel() {
    super(new GroupMicroKernel());
  }

  @Override
  void three(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int bWeights,
      int cWeights,
      int aFrom,
      int bFrom,
      int bTo,
      int cTo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    FloatVector b0 = FloatVector.fromArray(S, rows, bFrom);
    FloatVector b1 = FloatVector.fromArray(S, rows, bFrom + L);
    FloatVector b2 = FloatVector.fromArray(S, rows, bFrom + 2 * L);
    FloatVector b3 = FloatVector.fromArray(S, rows, bFrom + 3 * L);
    FloatVector b4 = FloatVector.fromArray(S, rows, bFrom + 4 * L);
    FloatVector b5 = FloatVector.fromArray(S, rows, bFrom + 5 * L);
    FloatVector b6 = FloatVector.fromArray(S, rows, bFrom + 6 * L);
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      FloatVector v = FloatVector.fromArray(S, weights, bWeights + k * L);
      FloatVector w = FloatVector.fromArray(S, weights, cWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.broadcast(S, rows[i]);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      c0 = x0.fma(w, c0);
      FloatVector x1 = FloatVector.broadcast(S, rows[i + W]);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      c1 = x1.fma(w, c1);
      FloatVector x2 = FloatVector.broadcast(S, rows[i + 2 * W]);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      c2 = x2.fma(w, c2);
      FloatVector x3 = FloatVector.broadcast(S, rows[i + 3 * W]);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      c3 = x3.fma(w, c3);
      FloatVector x4 = FloatVector.broadcast(S, rows[i + 4 * W]);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      c4 = x4.fma(w, c4);
      FloatVector x5 = FloatVector.broadcast(S, rows[i + 5 * W]);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
      c5 = x5.fma(w, c5);
      FloatVector x6 = FloatVector.broadcast(S, rows[i + 6 * W]);
      a6 = x6.fma(u, a6);
      b6 = x6.fma(v, b6);
      c6 = x6.fma(w, c6);
    }
    b0.intoArray(rows, bTo);
    b1.intoArray(rows, bTo + L);
    b2.intoArray(rows, bTo + 2 * L);
    b3.intoArray(rows, bTo + 3 * L);
    b4.intoArray(rows, bTo + 4 * L);
    b5.intoArray(rows, bTo + 5 * L);
    b6.intoArray(rows, bTo + 6 * L);
    c0.intoArray(rows, cTo);
    c1.intoArray(rows, cTo + L);
    c2.intoArray(rows, cTo + 2 * L);
    c3.intoArray(rows, cTo + 3 * L);
    c4.intoArray(rows, cTo + 4 * L);
    c5.intoArray(rows, cTo + 5 * L);
    c6.intoArray(rows, cTo + 6 * L);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }

  @Override
  void two(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int bWeights,
      int aFrom,
      int bFrom,
      int bTo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    FloatVector b0 = FloatVector.fromArray(S, rows, bFrom);
    FloatVector b1 = FloatVector.fromArray(S, rows, bFrom + L);
    FloatVector b2 = FloatVector.fromArray(S, rows, bFrom + 2 * L);
    FloatVector b3 = FloatVector.fromArray(S, rows, bFrom + 3 * L);
    FloatVector b4 = FloatVector.fromArray(S, rows, bFrom + 4 * L);
    FloatVector b5 = FloatVector.fromArray(S, rows, bFrom + 5 * L);
    FloatVector b6 = FloatVector.fromArray(S, rows, bFrom + 6 * L);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      FloatVector v = FloatVector.fromArray(S, weights, bWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.broadcast(S, rows[i]);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      FloatVector x1 = FloatVector.broadcast(S, rows[i + W]);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      FloatVector x2 = FloatVector.broadcast(S, rows[i + 2 * W]);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      FloatVector x3 = FloatVector.broadcast(S, rows[i + 3 * W]);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      FloatVector x4 = FloatVector.broadcast(S, rows[i + 4 * W]);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      FloatVector x5 = FloatVector.broadcast(S, rows[i + 5 * W]);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
      FloatVector x6 = FloatVector.broadcast(S, rows[i + 6 * W]);
      a6 = x6.fma(u, a6);
      b6 = x6.fma(v, b6);
    }
    b0.intoArray(rows, bTo);
    b1.intoArray(rows, bTo + L);
    b2.intoArray(rows, bTo + 2 * L);
    b3.intoArray(rows, bTo + 3 * L);
    b4.intoArray(rows, bTo + 4 * L);
    b5.intoArray(rows, bTo + 5 * L);
    b6.intoArray(rows, bTo + 6 * L);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }

  @Override
  void one(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int aFrom,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.broadcast(S, rows[i]);
      a0 = x0.fma(u, a0);
      FloatVector x1 = FloatVector.broadcast(S, rows[i + W]);
      a1 = x1.fma(u, a1);
      FloatVector x2 = FloatVector.broadcast(S, rows[i + 2 * W]);
      a2 = x2.fma(u, a2);
      FloatVector x3 = FloatVector.broadcast(S, rows[i + 3 * W]);
      a3 = x3.fma(u, a3);
      FloatVector x4 = FloatVector.broadcast(S, rows[i + 4 * W]);
      a4 = x4.fma(u, a4);
      FloatVector x5 = FloatVector.broadcast(S, rows[i + 5 * W]);
      a5 = x5.fma(u, a5);
      FloatVector x6 = FloatVector.broadcast(S, rows[i + 6 * W]);
      a6 = x6.fma(u, a6);
    }
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }
}
