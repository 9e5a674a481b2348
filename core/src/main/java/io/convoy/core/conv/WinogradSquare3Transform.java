package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The transforms of F(4×4, 3×3): patches of 6×6 inputs, 36 points. */
final class WinogradSquare3Transform extends WinogradSquareTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final WinogradLinePoints LINE = WinogradLinePoints.of(3);

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
    FloatVector product = FloatVector.broadcast(S, LINE.all(2));
    FloatVector minusSum = FloatVector.broadcast(S, LINE.all(1));
    FloatVector minusA2 = FloatVector.broadcast(S, LINE.others(1, 1));
    FloatVector minusB2 = FloatVector.broadcast(S, LINE.others(0, 1));
    FloatVector plusA = FloatVector.broadcast(S, LINE.pair(0));
    FloatVector minusA = FloatVector.broadcast(S, -LINE.pair(0));
    FloatVector plusB = FloatVector.broadcast(S, LINE.pair(1));
    FloatVector minusB = FloatVector.broadcast(S, -LINE.pair(1));
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 6; j++) {
        int from = at + j * pixelStride + c;
        int out = so + j * L;
        FloatVector d0 = FloatVector.fromArray(S, source, from);
        FloatVector d1 = FloatVector.fromArray(S, source, from + rowStride);
        FloatVector d2 = FloatVector.fromArray(S, source, from + 2 * rowStride);
        FloatVector d3 = FloatVector.fromArray(S, source, from + 3 * rowStride);
        FloatVector d4 = FloatVector.fromArray(S, source, from + 4 * rowStride);
        FloatVector d5 = FloatVector.fromArray(S, source, from + 5 * rowStride);
        FloatVector evenA = d2.fma(minusB2, d4);
        FloatVector oddA = d1.fma(minusB2, d3);
        FloatVector evenB = d2.fma(minusA2, d4);
        FloatVector oddB = d1.fma(minusA2, d3);
        d0.fma(product, d2.fma(minusSum, d4)).intoArray(scratch, out);
        oddA.fma(plusA, evenA).intoArray(scratch, out + 6 * L);
        oddA.fma(minusA, evenA).intoArray(scratch, out + 12 * L);
        oddB.fma(plusB, evenB).intoArray(scratch, out + 18 * L);
        oddB.fma(minusB, evenB).intoArray(scratch, out + 24 * L);
        d1.fma(product, d3.fma(minusSum, d5)).intoArray(scratch, out + 30 * L);
      }
      for (int i = 0; i < 6; i++) {
        int from = so + 6 * i * L;
        int out = to + c;
        int point = first + 6 * i;
        FloatVector d0 = FloatVector.fromArray(S, scratch, from);
        FloatVector d1 = FloatVector.fromArray(S, scratch, from + L);
        FloatVector d2 = FloatVector.fromArray(S, scratch, from + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, scratch, from + 3 * L);
        FloatVector d4 = FloatVector.fromArray(S, scratch, from + 4 * L);
        FloatVector d5 = FloatVector.fromArray(S, scratch, from + 5 * L);
        FloatVector evenA = d2.fma(minusB2, d4);
        FloatVector oddA = d1.fma(minusB2, d3);
        FloatVector evenB = d2.fma(minusA2, d4);
        FloatVector oddB = d1.fma(minusA2, d3);
        d0.fma(product, d2.fma(minusSum, d4)).intoArray(target, out + starts[point]);
        oddA.fma(plusA, evenA).intoArray(target, out + starts[point + 1]);
        oddA.fma(minusA, evenA).intoArray(target, out + starts[point + 2]);
        oddB.fma(plusB, evenB).intoArray(target, out + starts[point + 3]);
        oddB.fma(minusB, evenB).intoArray(target, out + starts[point + 4]);
        d1.fma(product, d3.fma(minusSum, d5)).intoArray(target, out + starts[point + 5]);
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
    FloatVector a = FloatVector.broadcast(S, LINE.pair(0));
    FloatVector a2 = FloatVector.broadcast(S, LINE.power(0, 2));
    FloatVector a3 = FloatVector.broadcast(S, LINE.power(0, 3));
    FloatVector b = FloatVector.broadcast(S, LINE.pair(1));
    FloatVector b2 = FloatVector.broadcast(S, LINE.power(1, 2));
    FloatVector b3 = FloatVector.broadcast(S, LINE.power(1, 3));
    FloatVector bound = FloatVector.broadcast(S, low);
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 6; j++) {
        int from = at + j * pointStride + c;
        int out = so + j * L;
        FloatVector m0 = FloatVector.fromArray(S, source, from);
        FloatVector m1 = FloatVector.fromArray(S, source, from + 6 * pointStride);
        FloatVector m2 = FloatVector.fromArray(S, source, from + 12 * pointStride);
        FloatVector m3 = FloatVector.fromArray(S, source, from + 18 * pointStride);
        FloatVector m4 = FloatVector.fromArray(S, source, from + 24 * pointStride);
        FloatVector m5 = FloatVector.fromArray(S, source, from + 30 * pointStride);
        FloatVector sumA = m1.add(m2);
        FloatVector differenceA = m1.sub(m2);
        FloatVector sumB = m3.add(m4);
        FloatVector differenceB = m3.sub(m4);
        m0.add(sumA).add(sumB).intoArray(scratch, out);
        differenceB.fma(b, differenceA.mul(a)).intoArray(scratch, out + 6 * L);
        sumB.fma(b2, sumA.mul(a2)).intoArray(scratch, out + 12 * L);
        differenceB.fma(b3, differenceA.fma(a3, m5)).intoArray(scratch, out + 18 * L);
      }
      for (int i = 0; i < rows; i++) {
        int from = so + 6 * i * L;
        int out = to + i * rowStep + c;
        int r = ro + i * rRow + c;
        FloatVector added = FloatVector.fromArray(S, bias, bo + c);
        FloatVector m0 = FloatVector.fromArray(S, scratch, from);
        FloatVector m1 = FloatVector.fromArray(S, scratch, from + L);
        FloatVector m2 = FloatVector.fromArray(S, scratch, from + 2 * L);
        FloatVector m3 = FloatVector.fromArray(S, scratch, from + 3 * L);
        FloatVector m4 = FloatVector.fromArray(S, scratch, from + 4 * L);
        FloatVector m5 = FloatVector.fromArray(S, scratch, from + 5 * L);
        FloatVector sumA = m1.add(m2);
        FloatVector differenceA = m1.sub(m2);
        FloatVector sumB = m3.add(m4);
        FloatVector differenceB = m3.sub(m4);
        FloatVector y0 =
            m0.add(sumA).add(sumB).add(added).add(FloatVector.fromArray(S, residual, r));
        y0.blend(bound, y0.compare(VectorOperators.LT, bound)).intoArray(target, out);
        FloatVector y1 =
            differenceB
                .fma(b, differenceA.mul(a))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + rPixel));
        y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + pixelStep);
        FloatVector y2 =
            sumB.fma(b2, sumA.mul(a2))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 2 * rPixel));
        y2.blend(bound, y2.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 2 * pixelStep);
        if (wide) {
          FloatVector y3 =
              differenceB
                  .fma(b3, differenceA.fma(a3, m5))
                  .add(added)
                  .add(FloatVector.fromArray(S, residual, r + 3 * rPixel));
          y3.blend(bound, y3.compare(VectorOperators.LT, bound))
              .intoArray(target, out + 3 * pixelStep);
        }
      }
    }
  }
}
