package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of F(4, 7), whose 10 points are 0, four pairs and infinity. Constants named {@code
 * but} leave a pair out of the product over all.
 */
final class WinogradLine7Transform extends WinogradLineTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final WinogradLinePoints POINTS = WinogradLinePoints.of(7);

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
    FloatVector all3 = FloatVector.broadcast(S, POINTS.all(3));
    FloatVector all4 = FloatVector.broadcast(S, POINTS.all(4));
    FloatVector butA1 = FloatVector.broadcast(S, POINTS.others(0, 1));
    FloatVector butA2 = FloatVector.broadcast(S, POINTS.others(0, 2));
    FloatVector butA3 = FloatVector.broadcast(S, POINTS.others(0, 3));
    FloatVector plusA = FloatVector.broadcast(S, POINTS.pair(0));
    FloatVector minusA = FloatVector.broadcast(S, -POINTS.pair(0));
    FloatVector butB1 = FloatVector.broadcast(S, POINTS.others(1, 1));
    FloatVector butB2 = FloatVector.broadcast(S, POINTS.others(1, 2));
    FloatVector butB3 = FloatVector.broadcast(S, POINTS.others(1, 3));
    FloatVector plusB = FloatVector.broadcast(S, POINTS.pair(1));
    FloatVector minusB = FloatVector.broadcast(S, -POINTS.pair(1));
    FloatVector butC1 = FloatVector.broadcast(S, POINTS.others(2, 1));
    FloatVector butC2 = FloatVector.broadcast(S, POINTS.others(2, 2));
    FloatVector butC3 = FloatVector.broadcast(S, POINTS.others(2, 3));
    FloatVector plusC = FloatVector.broadcast(S, POINTS.pair(2));
    FloatVector minusC = FloatVector.broadcast(S, -POINTS.pair(2));
    FloatVector butD1 = FloatVector.broadcast(S, POINTS.others(3, 1));
    FloatVector butD2 = FloatVector.broadcast(S, POINTS.others(3, 2));
    FloatVector butD3 = FloatVector.broadcast(S, POINTS.others(3, 3));
    FloatVector plusD = FloatVector.broadcast(S, POINTS.pair(3));
    FloatVector minusD = FloatVector.broadcast(S, -POINTS.pair(3));
    int to0 = to + starts[first];
    int to1 = to + starts[first + 1];
    int to2 = to + starts[first + 2];
    int to3 = to + starts[first + 3];
    int to4 = to + starts[first + 4];
    int to5 = to + starts[first + 5];
    int to6 = to + starts[first + 6];
    int to7 = to + starts[first + 7];
    int to8 = to + starts[first + 8];
    int to9 = to + starts[first + 9];
    for (int c = 0; c < channels; c += L) {
      int from = at + c;
      FloatVector d0 = FloatVector.fromArray(S, source, from);
      FloatVector d1 = FloatVector.fromArray(S, source, from + step);
      FloatVector d2 = FloatVector.fromArray(S, source, from + 2 * step);
      FloatVector d3 = FloatVector.fromArray(S, source, from + 3 * step);
      FloatVector d4 = FloatVector.fromArray(S, source, from + 4 * step);
      FloatVector d5 = FloatVector.fromArray(S, source, from + 5 * step);
      FloatVector d6 = FloatVector.fromArray(S, source, from + 6 * step);
      FloatVector d7 = FloatVector.fromArray(S, source, from + 7 * step);
      FloatVector d8 = FloatVector.fromArray(S, source, from + 8 * step);
      d0.fma(all4, d2.fma(all3, d4.fma(all2, d6.fma(all1, d8)))).intoArray(target, to0 + c);
      FloatVector oddA = d1.fma(butA3, d3.fma(butA2, d5.fma(butA1, d7)));
      FloatVector evenA = d2.fma(butA3, d4.fma(butA2, d6.fma(butA1, d8)));
      oddA.fma(plusA, evenA).intoArray(target, to1 + c);
      oddA.fma(minusA, evenA).intoArray(target, to2 + c);
      FloatVector oddB = d1.fma(butB3, d3.fma(butB2, d5.fma(butB1, d7)));
      FloatVector evenB = d2.fma(butB3, d4.fma(butB2, d6.fma(butB1, d8)));
      oddB.fma(plusB, evenB).intoArray(target, to3 + c);
      oddB.fma(minusB, evenB).intoArray(target, to4 + c);
      FloatVector oddC = d1.fma(butC3, d3.fma(butC2, d5.fma(butC1, d7)));
      FloatVector evenC = d2.fma(butC3, d4.fma(butC2, d6.fma(butC1, d8)));
      oddC.fma(plusC, evenC).intoArray(target, to5 + c);
      oddC.fma(minusC, evenC).intoArray(target, to6 + c);
      FloatVector oddD = d1.fma(butD3, d3.fma(butD2, d5.fma(butD1, d7)));
      FloatVector evenD = d2.fma(butD3, d4.fma(butD2, d6.fma(butD1, d8)));
      oddD.fma(plusD, evenD).intoArray(target, to7 + c);
      oddD.fma(minusD, evenD).intoArray(target, to8 + c);
      if (wide) {
        FloatVector d9 = FloatVector.fromArray(S, source, from + 9 * step);
        d1.fma(all4, d3.fma(all3, d5.fma(all2, d7.fma(all1, d9)))).intoArray(target, to9 + c);
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
    FloatVector c1 = FloatVector.broadcast(S, POINTS.power(2, 1));
    FloatVector c2 = FloatVector.broadcast(S, POINTS.power(2, 2));
    FloatVector c3 = FloatVector.broadcast(S, POINTS.power(2, 3));
    FloatVector d1 = FloatVector.broadcast(S, POINTS.power(3, 1));
    FloatVector d2 = FloatVector.broadcast(S, POINTS.power(3, 2));
    FloatVector d3 = FloatVector.broadcast(S, POINTS.power(3, 3));
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
      FloatVector m5 = FloatVector.fromArray(S, source, from + 5 * pointStep);
      FloatVector m6 = FloatVector.fromArray(S, source, from + 6 * pointStep);
      FloatVector m7 = FloatVector.fromArray(S, source, from + 7 * pointStep);
      FloatVector m8 = FloatVector.fromArray(S, source, from + 8 * pointStep);
      FloatVector sumA = m1.add(m2);
      FloatVector differenceA = m1.sub(m2);
      FloatVector sumB = m3.add(m4);
      FloatVector differenceB = m3.sub(m4);
      FloatVector sumC = m5.add(m6);
      FloatVector differenceC = m5.sub(m6);
      FloatVector sumD = m7.add(m8);
      FloatVector differenceD = m7.sub(m8);
      FloatVector y0 =
          m0.add(sumA)
              .add(sumB)
              .add(sumC)
              .add(sumD)
              .add(added)
              .add(FloatVector.fromArray(S, residual, r));
      y0.blend(bound, y0.compare(VectorOperators.LT, bound)).intoArray(target, out);
      FloatVector y1 =
          differenceD
              .fma(d1, differenceC.fma(c1, differenceB.fma(b1, differenceA.mul(a1))))
              .add(added)
              .add(FloatVector.fromArray(S, residual, r + rStep));
      y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + step);
      FloatVector y2 =
          sumD.fma(d2, sumC.fma(c2, sumB.fma(b2, sumA.mul(a2))))
              .add(added)
              .add(FloatVector.fromArray(S, residual, r + 2 * rStep));
      y2.blend(bound, y2.compare(VectorOperators.LT, bound)).intoArray(target, out + 2 * step);
      if (wide) {
        FloatVector m9 = FloatVector.fromArray(S, source, from + 9 * pointStep);
        FloatVector y3 =
            differenceD
                .fma(d3, differenceC.fma(c3, differenceB.fma(b3, differenceA.fma(a3, m9))))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 3 * rStep));
        y3.blend(bound, y3.compare(VectorOperators.LT, bound)).intoArray(target, out + 3 * step);
      }
    }
  }
}
