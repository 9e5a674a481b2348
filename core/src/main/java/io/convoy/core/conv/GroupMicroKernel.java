package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 7 pixels × one vector of output channels of one group, which share their inputs.
 *
 * <p>7 accumulators + 1 of weights + 7 broadcasts = 15 registers.
 */
final class GroupMicroKernel extends PlaneTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  GroupMicroKernel() {
    super(true);
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
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int k = 0; k < steps; k++) {
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * L);
      int x = at + offsets[first + k];
      c0 = FloatVector.broadcast(S, rows[x]).fma(w, c0);
      c1 = FloatVector.broadcast(S, rows[x + W]).fma(w, c1);
      c2 = FloatVector.broadcast(S, rows[x + 2 * W]).fma(w, c2);
      c3 = FloatVector.broadcast(S, rows[x + 3 * W]).fma(w, c3);
      c4 = FloatVector.broadcast(S, rows[x + 4 * W]).fma(w, c4);
      c5 = FloatVector.broadcast(S, rows[x + 5 * W]).fma(w, c5);
      c6 = FloatVector.broadcast(S, rows[x + 6 * W]).fma(w, c6);
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
