package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of F(6×6, 3×3): patches of 8×8 inputs, 64 points.
 *
 * <p>What only a wide tile has is computed of a narrow one as well: behind a branch that the
 * compiler has seldom seen taken, vectors are kept as objects.
 */
final class WinogradSixOf3Transform extends WinogradPatch8Transform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final WinogradLinePoints LINE = WinogradLinePoints.sixOfThree();

  WinogradSixOf3Transform() {
    super(LINE);
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
    FloatVector a4 = FloatVector.broadcast(S, LINE.power(0, 4));
    FloatVector a5 = FloatVector.broadcast(S, LINE.power(0, 5));
    FloatVector c1 = FloatVector.broadcast(S, LINE.power(2, 1));
    FloatVector c2 = FloatVector.broadcast(S, LINE.power(2, 2));
    FloatVector c3 = FloatVector.broadcast(S, LINE.power(2, 3));
    FloatVector c4 = FloatVector.broadcast(S, LINE.power(2, 4));
    FloatVector c5 = FloatVector.broadcast(S, LINE.power(2, 5));
    FloatVector bound = FloatVector.broadcast(S, low);
    float[] last = wide ? target : scratch;
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
        differenceC.fma(c1, differenceB.add(differenceA.mul(a1))).intoArray(scratch, out + 8 * L);
        sumC.fma(c2, sumB.add(sumA.mul(a2))).intoArray(scratch, out + 16 * L);
        differenceC.fma(c3, differenceB.add(differenceA.mul(a3))).intoArray(scratch, out + 24 * L);
        sumC.fma(c4, sumB.add(sumA.mul(a4))).intoArray(scratch, out + 32 * L);
        differenceC
            .fma(c5, differenceB.add(differenceA.fma(a5, m7)))
            .intoArray(scratch, out + 40 * L);
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
                .fma(c1, differenceB.add(differenceA.mul(a1)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + rPixel));
        y1.blend(bound, y1.compare(VectorOperators.LT, bound)).intoArray(target, out + pixelStep);
        FloatVector y2 =
            sumC.fma(c2, sumB.add(sumA.mul(a2)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 2 * rPixel));
        y2.blend(bound, y2.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 2 * pixelStep);
        FloatVector y3 =
            differenceC
                .fma(c3, differenceB.add(differenceA.mul(a3)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 3 * rPixel));
        y3.blend(bound, y3.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 3 * pixelStep);
        FloatVector y4 =
            sumC.fma(c4, sumB.add(sumA.mul(a4)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, r + 4 * rPixel));
        y4.blend(bound, y4.compare(VectorOperators.LT, bound))
            .intoArray(target, out + 4 * pixelStep);
        // A narrow tile's last column goes where the scratch has been read already.
        FloatVector y5 =
            differenceC
                .fma(c5, differenceB.add(differenceA.fma(a5, m7)))
                .add(added)
                .add(FloatVector.fromArray(S, residual, wide ? r + 5 * rPixel : r));
        y5.blend(bound, y5.compare(VectorOperators.LT, bound))
            .intoArray(last, wide ? out + 5 * pixelStep : from);
      }
    }
  }
}
