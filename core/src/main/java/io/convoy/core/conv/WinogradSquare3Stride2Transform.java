package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The transforms of 3×3 kernels of stride 2: patches of 9×9 inputs, 81 points. */
final class WinogradSquare3Stride2Transform extends WinogradSquareTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

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
    FloatVector plusA = FloatVector.broadcast(S, WinogradStride2Points.A);
    FloatVector minusA = FloatVector.broadcast(S, -WinogradStride2Points.A);
    FloatVector minusA2 = FloatVector.broadcast(S, -WinogradStride2Points.A2);
    FloatVector product = FloatVector.broadcast(S, WinogradStride2Points.PRODUCT);
    FloatVector minusSum = FloatVector.broadcast(S, -WinogradStride2Points.SUM);
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 9; j++) {
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
        FloatVector d8 = FloatVector.fromArray(S, source, from + 8 * rowStride);
        FloatVector evenA = d4.sub(d0);
        FloatVector oddA = d6.sub(d2);
        FloatVector evenOne = d0.fma(minusA2, d4);
        FloatVector oddOne = d2.fma(minusA2, d6);
        evenA.fma(plusA, oddA).intoArray(scratch, out);
        evenA.fma(minusA, oddA).intoArray(scratch, out + 9 * L);
        oddOne.add(evenOne).intoArray(scratch, out + 18 * L);
        oddOne.sub(evenOne).intoArray(scratch, out + 27 * L);
        d1.intoArray(scratch, out + 36 * L);
        d3.intoArray(scratch, out + 45 * L);
        d5.intoArray(scratch, out + 54 * L);
        d0.fma(product, d4.fma(minusSum, d8)).intoArray(scratch, out + 63 * L);
        d7.intoArray(scratch, out + 72 * L);
      }
      for (int i = 0; i < 9; i++) {
        int from = so + i * (9 * L);
        int out = to + c;
        int point = first + 9 * i;
        FloatVector d0 = FloatVector.fromArray(S, scratch, from);
        FloatVector d1 = FloatVector.fromArray(S, scratch, from + L);
        FloatVector d2 = FloatVector.fromArray(S, scratch, from + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, scratch, from + 3 * L);
        FloatVector d4 = FloatVector.fromArray(S, scratch, from + 4 * L);
        FloatVector d5 = FloatVector.fromArray(S, scratch, from + 5 * L);
        FloatVector d6 = FloatVector.fromArray(S, scratch, from + 6 * L);
        FloatVector d7 = FloatVector.fromArray(S, scratch, from + 7 * L);
        FloatVector d8 = FloatVector.fromArray(S, scratch, from + 8 * L);
        FloatVector evenA = d4.sub(d0);
        FloatVector oddA = d6.sub(d2);
        FloatVector evenOne = d0.fma(minusA2, d4);
        FloatVector oddOne = d2.fma(minusA2, d6);
        evenA.fma(plusA, oddA).intoArray(target, out + starts[point]);
        evenA.fma(minusA, oddA).intoArray(target, out + starts[point + 1]);
        oddOne.add(evenOne).intoArray(target, out + starts[point + 2]);
        oddOne.sub(evenOne).intoArray(target, out + starts[point + 3]);
        d1.intoArray(target, out + starts[point + 4]);
        d3.intoArray(target, out + starts[point + 5]);
        d5.intoArray(target, out + starts[point + 6]);
        d0.fma(product, d4.fma(minusSum, d8)).intoArray(target, out + starts[point + 7]);
        d7.intoArray(target, out + starts[point + 8]);
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
    FloatVector a = FloatVector.broadcast(S, WinogradStride2Points.A);
    FloatVector a2 = FloatVector.broadcast(S, WinogradStride2Points.A2);
    FloatVector a3 = FloatVector.broadcast(S, WinogradStride2Points.A3);
    FloatVector bound = FloatVector.broadcast(S, low);
    for (int c = 0; c < channels; c += L) {
      for (int j = 0; j < 9; j++) {
        int from = at + j * pointStride + c;
        int out = so + j * L;
        FloatVector m0 = FloatVector.fromArray(S, source, from);
        FloatVector m1 = FloatVector.fromArray(S, source, from + 9 * pointStride);
        FloatVector m2 = FloatVector.fromArray(S, source, from + 18 * pointStride);
        FloatVector m3 = FloatVector.fromArray(S, source, from + 27 * pointStride);
        FloatVector m4 = FloatVector.fromArray(S, source, from + 36 * pointStride);
        FloatVector m5 = FloatVector.fromArray(S, source, from + 45 * pointStride);
        FloatVector m6 = FloatVector.fromArray(S, source, from + 54 * pointStride);
        FloatVector m7 = FloatVector.fromArray(S, source, from + 63 * pointStride);
        FloatVector m8 = FloatVector.fromArray(S, source, from + 72 * pointStride);
        FloatVector sumA = m0.add(m1);
        FloatVector differenceA = m0.sub(m1);
        FloatVector sumOne = m2.add(m3);
        FloatVector differenceOne = m2.sub(m3);
        sumA.add(sumOne).add(m4).intoArray(scratch, out);
        differenceA.fma(a, differenceOne).add(m5).intoArray(scratch, out + 9 * L);
        sumA.fma(a2, sumOne).add(m6).intoArray(scratch, out + 18 * L);
        differenceA.fma(a3, differenceOne).add(m7).add(m8).intoArray(scratch, out + 27 * L);
      }
      for (int i = 0; i < rows; i++) {
        int from = so + i * (9 * L);
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
        FloatVector m8 = FloatVector.fromArray(S, scratch, from + 8 * L);
        FloatVector sumA = m0.add(m1);
        FloatVector differenceA = m0.sub(m1);
        FloatVector sumOne = m2.add(m3);
        FloatVector differenceOne = m2.sub(m3);
        FloatVector y0 =
            sumA.add(sumOne).add(m4).add(added).add(FloatVector.fromArray(S, residual, r));
        y0.blend(bound, y0.compare(VectorOperators.LT, bound)).intoArray(target, out);
        FloatVector y1 =
            differenceA
                .fma(a, differenceOne)
                .add(m5)
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + rPixel));
        y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + pixelStep);
        FloatVector y2 =
            sumA.fma(a2, sumOne)
                .add(m6)
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 2 * rPixel));
        y2.blend(bound, y2.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 2 * pixelStep);
        if (wide) {
          FloatVector y3 =
              differenceA
                  .fma(a3, differenceOne)
                  .add(m7)
                  .add(m8)
                  .add(added)
                  .add(FloatVector.fromArray(S, residual, r + 3 * rPixel));
          y3.blend(bound, y3.compare(VectorOperators.LT, bound))
              .intoArray(target, out + 3 * pixelStep);
        }
      }
    }
  }
}
