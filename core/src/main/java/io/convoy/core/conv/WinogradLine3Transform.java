package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of F(4, 3), whose 6 points are 0, two pairs and infinity. Constants named {@code
 * but} leave a pair out of the product over all.
 */
final class WinogradLine3Transform extends WinogradLineTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final WinogradLinePoints POINTS = WinogradLinePoints.of(3);

  @Override
  void input(
      float[] source,
      int at,
      int step,
      int channels,
      boolean wide,
      float[] target,
      int to,
      int[] starts,
      int first) {
    FloatVector all1 = FloatVector.broadcast(S, POINTS.all(1));
    FloatVector all2 = FloatVector.broadcast(S, POINTS.all(2));
    FloatVector butA = FloatVector.broadcast(S, POINTS.others(0, 1));
    FloatVector plusA = FloatVector.broadcast(S, POINTS.pair(0));
    FloatVector minusA = FloatVector.broadcast(S, -POINTS.pair(0));
    FloatVector butB = FloatVector.broadcast(S, POINTS.others(1, 1));
    FloatVector plusB = FloatVector.broadcast(S, POINTS.pair(1));
    FloatVector minusB = FloatVector.broadcast(S, -POINTS.pair(1));
    int to0 = to + starts[first];
    int to1 = to + starts[first + 1];
    int to2 = to + starts[first + 2];
    int to3 = to + starts[first + 3];
    int to4 = to + starts[first + 4];
    int to5 = to + starts[first + 5];
    for (int c = 0; c < channels; c += L) {
      int from = at + c;
      FloatVector d0 = FloatVector.fromArray(S, source, from);
      FloatVector d1 = FloatVector.fromArray(S, source, from + step);
      FloatVector d2 = FloatVector.fromArray(S, source, from + 2 * step);
      FloatVector d3 = FloatVector.fromArray(S, source, from + 3 * step);
      FloatVector d4 = FloatVector.fromArray(S, source, from + 4 * step);
      d0.fma(all2, d2.fma(all1, d4)).intoArray(target, to0 + c);
      FloatVector oddA = d1.fma(butA, d3);
      FloatVector evenA = d2.fma(butA, d4);
      oddA.fma(plusA, evenA).intoArray(target, to1 + c);
      oddA.fma(minusA, evenA).intoArray(target, to2 + c);
      FloatVector oddB = d1.fma(butB, d3);
      FloatVector evenB = d2.fma(butB, d4);
      oddB.fma(plusB, evenB).intoArray(target, to3 + c);
      oddB.fma(minusB, evenB).intoArray(target, to4 + c);
      if (wide) {
        FloatVector d5 = FloatVector.fromArray(S, source, from + 5 * step);
        d1.fma(all2, d3.fma(all1, d5)).intoArray(target, to5 + c);
      }
    }
  }

  @Override
  void output(
      float[] source,
      int at,
      int pointStep,
      int channels,
      boolean wide,
      float[] bias,
      int bo,
      float low,
      float[] residual,
      int ro,
      int rStep,
      float[] target,
      int to,
      int step) {
    FloatVector a1 = FloatVector.broadcast(S, POINTS.power(0, 1));
    FloatVector a2 = FloatVector.broadcast(S, POINTS.power(0, 2));
    FloatVector a3 = FloatVector.broadcast(S, POINTS.power(0, 3));
    FloatVector b1 = FloatVector.broadcast(S, POINTS.power(1, 1));
    FloatVector b2 = FloatVector.broadcast(S, POINTS.power(1, 2));
    FloatVector b3 = FloatVector.broadcast(S, POINTS.power(1, 3));
    FloatVector bound = FloatVector.broadcast(S, low);
    for (int c = 0; c < channels; c += L) {
      int from = at + c;
      int out = to + c;
      int r = ro + c;
      FloatVector added = FloatVector.fromArray(S, bias, bo + c);
      FloatVector m0 = FloatVector.fromArray(S, source, from);
      FloatVector m1 = FloatVector.fromArray(S, source, from + pointStep);
      FloatVector m2 = FloatVector.fromArray(S, source, from + 2 * pointStep);
      FloatVector m3 = FloatVector.fromArray(S, source, from + 3 * pointStep);
      FloatVector m4 = FloatVector.fromArray(S, source, from + 4 * pointStep);
      FloatVector sumA = m1.add(m2);
      FloatVector differenceA = m1.sub(m2);
      FloatVector sumB = m3.add(m4);
      FloatVector differenceB = m3.sub(m4);
      FloatVector y0 = m0.add(sumA).add(sumB).add(added).add(FloatVector.fromArray(S, residual, r));
      y0.blend(bound, y0.compare(VectorOperators.LT, bound)).intoArray(target, out);
      FloatVector y1 =
          differenceB
              .fma(b1, differenceA.mul(a1))
              .add(added)
              .add(FloatVector.fromArray(S, residual, r + rStep));
      y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + step);
      FloatVector y2 =
          sumB.fma(b2, sumA.mul(a2))
              .add(added)
              .add(FloatVector.fromArray(S, residual, r + 2 * rStep));
      y2.blend(bound, y2.compare(VectorOperators.LT, bound)).intoArray(target, out + 2 * step);
      if (wide) {
        FloatVector m5 = FloatVector.fromArray(S, source, from + 5 * pointStep);
        FloatVector y3 =
            differenceB
                .fma(b3, differenceA.fma(a3, m5))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 3 * rStep));
        y3.blend(bound, y3.compare(VectorOperators.LT, bound)).intoArray(target, out + 3 * step);
      }
    }
  }
}
