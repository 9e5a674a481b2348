package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The transforms of F(4×4, 5×5): patches of 8×8 inputs, 64 points. */
final class WinogradSquare5Transform extends WinogradSquareTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final WinogradLinePoints LINE = WinogradLinePoints.of(5);

  @Override
  void input(
      float[] source,
      int at,
      int rowStride,
      int pixelStride,
      int channels,
      float[] scratch,
      int so,
      float[] target,
      int to,
      int[] starts,
      int first) {
    FloatVector all1 = FloatVector.broadcast(S, LINE.all(1));
    FloatVector all2 = FloatVector.broadcast(S, LINE.all(2));
    FloatVector all3 = FloatVector.broadcast(S, LINE.all(3));
    FloatVector butA1 = FloatVector.broadcast(S, LINE.others(0, 1));
    FloatVector butA2 = FloatVector.broadcast(S, LINE.others(0, 2));
    FloatVector plusA = FloatVector.broadcast(S, LINE.pair(0));
    FloatVector minusA = FloatVector.broadcast(S, -LINE.pair(0));
    FloatVector butB1 = FloatVector.broadcast(S, LINE.others(1, 1));
    FloatVector butB2 = FloatVector.broadcast(S, LINE.others(1, 2));
    FloatVector plusB = FloatVector.broadcast(S, LINE.pair(1));
    FloatVector minusB = FloatVector.broadcast(S, -LINE.pair(1));
    FloatVector butC1 = FloatVector.broadcast(S, LINE.others(2, 1));
    FloatVector butC2 = FloatVector.broadcast(S, LINE.others(2, 2));
    FloatVector plusC = FloatVector.broadcast(S, LINE.pair(2));
    FloatVector minusC = FloatVector.broadcast(S, -LINE.pair(2));
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 8; j++) {
        int from = at + j * pixelStride + c;
        int out = so + j * L;
        FloatVector d0 = FloatVector.fromArray(S, source, from);
        FloatVector d1 = FloatVector.fromArray(S, source, from + rowStride);
        FloatVector d2 = FloatVector.fromArray(S, source, from + 2 * rowStride);
        FloatVector d3 = FloatVector.fromArray(S, source, from + 3 * rowStride);
        FloatVector d4 = FloatVector.fromArray(S, source, from + 4 * rowStride);
        FloatVector d5 = FloatVector.fromArray(S, source, from + 5 * rowStride);
        FloatVector d6 = FloatVector.fromArray(S, source, from + 6 * rowStride);
        FloatVector d7 = FloatVector.fromArray(S, source, from + 7 * rowStride);
        d0.fma(all3, d2.fma(all2, d4.fma(all1, d6))).intoArray(scratch, out);
        FloatVector oddA = d1.fma(butA2, d3.fma(butA1, d5));
        FloatVector evenA = d2.fma(butA2, d4.fma(butA1, d6));
        oddA.fma(plusA, evenA).intoArray(scratch, out + 8 * L);
        oddA.fma(minusA, evenA).intoArray(scratch, out + 16 * L);
        FloatVector oddB = d1.fma(butB2, d3.fma(butB1, d5));
        FloatVector evenB = d2.fma(butB2, d4.fma(butB1, d6));
        oddB.fma(plusB, evenB).intoArray(scratch, out + 24 * L);
        oddB.fma(minusB, evenB).intoArray(scratch, out + 32 * L);
        FloatVector oddC = d1.fma(butC2, d3.fma(butC1, d5));
        FloatVector evenC = d2.fma(butC2, d4.fma(butC1, d6));
        oddC.fma(plusC, evenC).intoArray(scratch, out + 40 * L);
        oddC.fma(minusC, evenC).intoArray(scratch, out + 48 * L);
        d1.fma(all3, d3.fma(all2, d5.fma(all1, d7))).intoArray(scratch, out + 56 * L);
      }
      for (int i = 0; i < 8; i++) {
        int from = so + i * (8 * L);
        int out = to + c;
        int point = first + 8 * i;
        FloatVector d0 = FloatVector.fromArray(S, scratch, from);
        FloatVector d1 = FloatVector.fromArray(S, scratch, from + L);
        FloatVector d2 = FloatVector.fromArray(S, scratch, from + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, scratch, from + 3 * L);
        FloatVector d4 = FloatVector.fromArray(S, scratch, from + 4 * L);
        FloatVector d5 = FloatVector.fromArray(S, scratch, from + 5 * L);
        FloatVector d6 = FloatVector.fromArray(S, scratch, from + 6 * L);
        FloatVector d7 = FloatVector.fromArray(S, scratch, from + 7 * L);
        d0.fma(all3, d2.fma(all2, d4.fma(all1, d6))).intoArray(target, out + starts[point]);
        FloatVector oddA = d1.fma(butA2, d3.fma(butA1, d5));
        FloatVector evenA = d2.fma(butA2, d4.fma(butA1, d6));
        oddA.fma(plusA, evenA).intoArray(target, out + starts[point + 1]);
        oddA.fma(minusA, evenA).intoArray(target, out + starts[point + 2]);
        FloatVector oddB = d1.fma(butB2, d3.fma(butB1, d5));
        FloatVector evenB = d2.fma(butB2, d4.fma(butB1, d6));
        oddB.fma(plusB, evenB).intoArray(target, out + starts[point + 3]);
        oddB.fma(minusB, evenB).intoArray(target, out + starts[point + 4]);
        FloatVector oddC = d1.fma(butC2, d3.fma(butC1, d5));
        FloatVector evenC = d2.fma(butC2, d4.fma(butC1, d6));
        oddC.fma(plusC, evenC).intoArray(target, out + starts[point + 5]);
        oddC.fma(minusC, evenC).intoArray(target, out + starts[point + 6]);
        d1.fma(all3, d3.fma(all2, d5.fma(all1, d7))).intoArray(target, out + starts[point + 7]);
      }
    }
  }

  @Override
  void output(
      float[] source,
      int at,
      int pointStride,
      int channels,
      float[] scratch,
      int so,
      int rows,
      boolean wide,
      float[] bias,
      int bo,
      float low,
      float[] residual,
      int ro,
      int rRow,
      int rPixel,
      float[] target,
      int to,
      int rowStep,
      int pixelStep) {
    FloatVector a1 = FloatVector.broadcast(S, LINE.power(0, 1));
    FloatVector a2 = FloatVector.broadcast(S, LINE.power(0, 2));
    FloatVector a3 = FloatVector.broadcast(S, LINE.power(0, 3));
    FloatVector b1 = FloatVector.broadcast(S, LINE.power(1, 1));
    FloatVector b2 = FloatVector.broadcast(S, LINE.power(1, 2));
    FloatVector b3 = FloatVector.broadcast(S, LINE.power(1, 3));
    FloatVector c1 = FloatVector.broadcast(S, LINE.power(2, 1));
    FloatVector c2 = FloatVector.broadcast(S, LINE.power(2, 2));
    FloatVector c3 = FloatVector.broadcast(S, LINE.power(2, 3));
    FloatVector bound = FloatVector.broadcast(S, low);
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 8; j++) {
        int from = at + j * pointStride + c;
        int out = so + j * L;
        FloatVector m0 = FloatVector.fromArray(S, source, from);
        FloatVector m1 = FloatVector.fromArray(S, source, from + 8 * pointStride);
        FloatVector m2 = FloatVector.fromArray(S, source, from + 16 * pointStride);
        FloatVector m3 = FloatVector.fromArray(S, source, from + 24 * pointStride);
        FloatVector m4 = FloatVector.fromArray(S, source, from + 32 * pointStride);
        FloatVector m5 = FloatVector.fromArray(S, source, from + 40 * pointStride);
        FloatVector m6 = FloatVector.fromArray(S, source, from + 48 * pointStride);
        FloatVector m7 = FloatVector.fromArray(S, source, from + 56 * pointStride);
        FloatVector sumA = m1.add(m2);
        FloatVector differenceA = m1.sub(m2);
        FloatVector sumB = m3.add(m4);
        FloatVector differenceB = m3.sub(m4);
        FloatVector sumC = m5.add(m6);
        FloatVector differenceC = m5.sub(m6);
        m0.add(sumA).add(sumB).add(sumC).intoArray(scratch, out);
        differenceC
            .fma(c1, differenceB.fma(b1, differenceA.mul(a1)))
            .intoArray(scratch, out + 8 * L);
        sumC.fma(c2, sumB.fma(b2, sumA.mul(a2))).intoArray(scratch, out + 16 * L);
        differenceC
            .fma(c3, differenceB.fma(b3, differenceA.fma(a3, m7)))
            .intoArray(scratch, out + 24 * L);
      }
      for (int i = 0; i < rows; i++) {
        int from = so + i * (8 * L);
        int out = to + i * rowStep + c;
        int r = ro + i * rRow + c;
        FloatVector added = FloatVector.fromArray(S, bias, bo + c);
        FloatVector m0 = FloatVector.fromArray(S, scratch, from);
        FloatVector m1 = FloatVector.fromArray(S, scratch, from + L);
        FloatVector m2 = FloatVector.fromArray(S, scratch, from + 2 * L);
        FloatVector m3 = FloatVector.fromArray(S, scratch, from + 3 * L);
        FloatVector m4 = FloatVector.fromArray(S, scratch, from + 4 * L);
        FloatVector m5 = FloatVector.fromArray(S, scratch, from + 5 * L);
        FloatVector m6 = FloatVector.fromArray(S, scratch, from + 6 * L);
        FloatVector m7 = FloatVector.fromArray(S, scratch, from + 7 * L);
        FloatVector sumA = m1.add(m2);
        FloatVector differenceA = m1.sub(m2);
        FloatVector sumB = m3.add(m4);
        FloatVector differenceB = m3.sub(m4);
        FloatVector sumC = m5.add(m6);
        FloatVector differenceC = m5.sub(m6);
        FloatVector y0 =
            m0.add(sumA).add(sumB).add(sumC).add(added).add(FloatVector.fromArray(S, residual, r));
        y0.blend(bound, y0.compare(VectorOperators.LT, bound)).intoArray(target, out);
        FloatVector y1 =
            differenceC
                .fma(c1, differenceB.fma(b1, differenceA.mul(a1)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + rPixel));
        y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + pixelStep);
        FloatVector y2 =
            sumC.fma(c2, sumB.fma(b2, sumA.mul(a2)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 2 * rPixel));
        y2.blend(bound, y2.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 2 * pixelStep);
        if (wide) {
          FloatVector y3 =
              differenceC
                  .fma(c3, differenceB.fma(b3, differenceA.fma(a3, m7)))
                  .add(added)
                  .add(FloatVector.fromArray(S, residual, r + 3 * rPixel));
          y3.blend(bound, y3.compare(VectorOperators.LT, bound))
              .intoArray(target, out + 3 * pixelStep);
        }
      }
    }
  }
}
