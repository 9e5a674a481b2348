package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transform of patches of 8×8 inputs to 64 points, which F(4×4, 5×5) and F(6×6, 3×3) share; the
 * way back is each one's own. The second of the three pairs is ±1, which takes no product.
 */
abstract class WinogradPatch8Transform extends WinogradSquareTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private final WinogradLinePoints line;

  /**
   * @param line the eight points of an axis
   */
  WinogradPatch8Transform(WinogradLinePoints line) {
    this.line = line;
  }

  @Override
  final void input(
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
    FloatVector all1 = FloatVector.broadcast(S, line.all(1));
    FloatVector all2 = FloatVector.broadcast(S, line.all(2));
    FloatVector all3 = FloatVector.broadcast(S, line.all(3));
    FloatVector butA1 = FloatVector.broadcast(S, line.others(0, 1));
    FloatVector butA2 = FloatVector.broadcast(S, line.others(0, 2));
    FloatVector plusA = FloatVector.broadcast(S, line.pair(0));
    FloatVector minusA = FloatVector.broadcast(S, -line.pair(0));
    FloatVector butB1 = FloatVector.broadcast(S, line.others(1, 1));
    FloatVector butB2 = FloatVector.broadcast(S, line.others(1, 2));
    FloatVector butC1 = FloatVector.broadcast(S, line.others(2, 1));
    FloatVector butC2 = FloatVector.broadcast(S, line.others(2, 2));
    FloatVector plusC = FloatVector.broadcast(S, line.pair(2));
    FloatVector minusC = FloatVector.broadcast(S, -line.pair(2));
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
        evenB.add(oddB).intoArray(scratch, out + 24 * L);
        evenB.sub(oddB).intoArray(scratch, out + 32 * L);
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
        evenB.add(oddB).intoArray(target, out + starts[point + 3]);
        evenB.sub(oddB).intoArray(target, out + starts[point + 4]);
        FloatVector oddC = d1.fma(butC2, d3.fma(butC1, d5));
        FloatVector evenC = d2.fma(butC2, d4.fma(butC1, d6));
        oddC.fma(plusC, evenC).intoArray(target, out + starts[point + 5]);
        oddC.fma(minusC, evenC).intoArray(target, out + starts[point + 6]);
        d1.fma(all3, d3.fma(all2, d5.fma(all1, d7))).intoArray(target, out + starts[point + 7]);
      }
    }
  }
}
