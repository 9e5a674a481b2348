package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 5×5 of stride 2, three pixels wide.
 *
 * <p>9 accumulators, of three rows + a row of 9 inputs and 5 of weights, one after the other: 43
 * loads for 75 products.
 */
final class Strip5Stride2MicroKernel extends StripMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;

  @Override
  int pixels() {
    return 3;
  }

  @Override
  void run(
      float[] x,
      int at,
      int rowStep,
      int step,
      float[] zeros,
      int left,
      int right,
      int rows,
      int above,
      int below,
      float[] weights,
      int wo,
      int tap,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] y,
      int yo,
      int yRow,
      int yStep) {
    // Turns of padding alone are left out; a row of it is read as zeros, and so is the last turn's
    // second row where no window ends with it.
    int unwritten = 2 - above / 2;
    int behind = (below + 1) / 2;
    int turns = rows + unwritten - behind;
    boolean top = above % 2 == 1;
    boolean bottom = below % 2 == 0;
    int start = top ? at - rowStep : at;
    boolean clips = high < Float.POSITIVE_INFINITY;
    boolean bounds = low > Float.NEGATIVE_INFINITY;
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    float[] l0 = left > 0 ? zeros : x;
    int l0At = left > 0 ? 0 : start;
    int l0Row = left > 0 ? 0 : rowStep;
    float[] l1 = left > 1 ? zeros : x;
    int l1At = left > 1 ? 0 : start + step;
    int l1Row = left > 1 ? 0 : rowStep;
    float[] r0 = right > 1 ? zeros : x;
    int r0At = right > 1 ? 0 : start + 7 * step;
    int r0Row = right > 1 ? 0 : rowStep;
    float[] r1 = right > 0 ? zeros : x;
    int r1At = right > 0 ? 0 : start + 8 * step;
    int r1Row = right > 0 ? 0 : rowStep;
    FloatVector a0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector b2 = FloatVector.zero(S);
    int i = start;
    int to = yo - unwritten * yRow;
    for (int t = 0; t < turns; t++) {
      boolean uOut = top && t == 0;
      float[] u = uOut ? zeros : x;
      int uAt = uOut ? 0 : i;
      int uStep = uOut ? 0 : step;
      FloatVector u0 = FloatVector.fromArray(S, uOut ? zeros : l0, uOut ? 0 : l0At);
      FloatVector u1 = FloatVector.fromArray(S, uOut ? zeros : l1, uOut ? 0 : l1At);
      FloatVector u2 = FloatVector.fromArray(S, u, uAt + 2 * uStep);
      FloatVector u3 = FloatVector.fromArray(S, u, uAt + 3 * uStep);
      FloatVector u4 = FloatVector.fromArray(S, u, uAt + 4 * uStep);
      FloatVector u5 = FloatVector.fromArray(S, u, uAt + 5 * uStep);
      FloatVector u6 = FloatVector.fromArray(S, u, uAt + 6 * uStep);
      FloatVector u7 = FloatVector.fromArray(S, uOut ? zeros : r0, uOut ? 0 : r0At);
      FloatVector u8 = FloatVector.fromArray(S, uOut ? zeros : r1, uOut ? 0 : r1At);
      FloatVector w20 = FloatVector.fromArray(S, weights, wo + 20 * tap);
      FloatVector w21 = FloatVector.fromArray(S, weights, wo + 21 * tap);
      FloatVector w22 = FloatVector.fromArray(S, weights, wo + 22 * tap);
      FloatVector w23 = FloatVector.fromArray(S, weights, wo + 23 * tap);
      FloatVector w24 = FloatVector.fromArray(S, weights, wo + 24 * tap);
      a0 = u4.fma(w24, u3.fma(w23, u2.fma(w22, u1.fma(w21, u0.fma(w20, a0)))));
      a1 = u6.fma(w24, u5.fma(w23, u4.fma(w22, u3.fma(w21, u2.fma(w20, a1)))));
      a2 = u8.fma(w24, u7.fma(w23, u6.fma(w22, u5.fma(w21, u4.fma(w20, a2)))));
      FloatVector w10 = FloatVector.fromArray(S, weights, wo + 10 * tap);
      FloatVector w11 = FloatVector.fromArray(S, weights, wo + 11 * tap);
      FloatVector w12 = FloatVector.fromArray(S, weights, wo + 12 * tap);
      FloatVector w13 = FloatVector.fromArray(S, weights, wo + 13 * tap);
      FloatVector w14 = FloatVector.fromArray(S, weights, wo + 14 * tap);
      b0 = u4.fma(w14, u3.fma(w13, u2.fma(w12, u1.fma(w11, u0.fma(w10, b0)))));
      b1 = u6.fma(w14, u5.fma(w13, u4.fma(w12, u3.fma(w11, u2.fma(w10, b1)))));
      b2 = u8.fma(w14, u7.fma(w13, u6.fma(w12, u5.fma(w11, u4.fma(w10, b2)))));
      FloatVector w0 = FloatVector.fromArray(S, weights, wo);
      FloatVector w1 = FloatVector.fromArray(S, weights, wo + tap);
      FloatVector w2 = FloatVector.fromArray(S, weights, wo + 2 * tap);
      FloatVector w3 = FloatVector.fromArray(S, weights, wo + 3 * tap);
      FloatVector w4 = FloatVector.fromArray(S, weights, wo + 4 * tap);
      FloatVector c0 =
          u4.fma(w4, u3.fma(w3, u2.fma(w2, u1.fma(w1, u0.fma(w0, FloatVector.zero(S))))));
      FloatVector c1 =
          u6.fma(w4, u5.fma(w3, u4.fma(w2, u3.fma(w1, u2.fma(w0, FloatVector.zero(S))))));
      FloatVector c2 =
          u8.fma(w4, u7.fma(w3, u6.fma(w2, u5.fma(w1, u4.fma(w0, FloatVector.zero(S))))));
      if (t >= unwritten) {
        a0 = a0.add(added);
        a1 = a1.add(added);
        a2 = a2.add(added);
        if (clips) {
          a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
          a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
          a2 = a2.blend(lower, a2.compare(VectorOperators.LT, lower));
          a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
          a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
          a2.blend(upper, a2.compare(VectorOperators.GT, upper)).intoArray(y, to + 2 * yStep);
        } else if (bounds) {
          a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
          a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
          a2.blend(lower, a2.compare(VectorOperators.LT, lower)).intoArray(y, to + 2 * yStep);
        } else {
          a0.intoArray(y, to);
          a1.intoArray(y, to + yStep);
          a2.intoArray(y, to + 2 * yStep);
        }
      }
      boolean vOut = bottom && t == turns - 1;
      float[] v = vOut ? zeros : x;
      int vAt = vOut ? 0 : i + rowStep;
      int vStep = vOut ? 0 : step;
      FloatVector v0 = FloatVector.fromArray(S, vOut ? zeros : l0, vOut ? 0 : l0At + l0Row);
      FloatVector v1 = FloatVector.fromArray(S, vOut ? zeros : l1, vOut ? 0 : l1At + l1Row);
      FloatVector v2 = FloatVector.fromArray(S, v, vAt + 2 * vStep);
      FloatVector v3 = FloatVector.fromArray(S, v, vAt + 3 * vStep);
      FloatVector v4 = FloatVector.fromArray(S, v, vAt + 4 * vStep);
      FloatVector v5 = FloatVector.fromArray(S, v, vAt + 5 * vStep);
      FloatVector v6 = FloatVector.fromArray(S, v, vAt + 6 * vStep);
      FloatVector v7 = FloatVector.fromArray(S, vOut ? zeros : r0, vOut ? 0 : r0At + r0Row);
      FloatVector v8 = FloatVector.fromArray(S, vOut ? zeros : r1, vOut ? 0 : r1At + r1Row);
      FloatVector w15 = FloatVector.fromArray(S, weights, wo + 15 * tap);
      FloatVector w16 = FloatVector.fromArray(S, weights, wo + 16 * tap);
      FloatVector w17 = FloatVector.fromArray(S, weights, wo + 17 * tap);
      FloatVector w18 = FloatVector.fromArray(S, weights, wo + 18 * tap);
      FloatVector w19 = FloatVector.fromArray(S, weights, wo + 19 * tap);
      b0 = v4.fma(w19, v3.fma(w18, v2.fma(w17, v1.fma(w16, v0.fma(w15, b0)))));
      b1 = v6.fma(w19, v5.fma(w18, v4.fma(w17, v3.fma(w16, v2.fma(w15, b1)))));
      b2 = v8.fma(w19, v7.fma(w18, v6.fma(w17, v5.fma(w16, v4.fma(w15, b2)))));
      FloatVector w5 = FloatVector.fromArray(S, weights, wo + 5 * tap);
      FloatVector w6 = FloatVector.fromArray(S, weights, wo + 6 * tap);
      FloatVector w7 = FloatVector.fromArray(S, weights, wo + 7 * tap);
      FloatVector w8 = FloatVector.fromArray(S, weights, wo + 8 * tap);
      FloatVector w9 = FloatVector.fromArray(S, weights, wo + 9 * tap);
      c0 = v4.fma(w9, v3.fma(w8, v2.fma(w7, v1.fma(w6, v0.fma(w5, c0)))));
      c1 = v6.fma(w9, v5.fma(w8, v4.fma(w7, v3.fma(w6, v2.fma(w5, c1)))));
      c2 = v8.fma(w9, v7.fma(w8, v6.fma(w7, v5.fma(w6, v4.fma(w5, c2)))));
      a0 = b0;
      a1 = b1;
      a2 = b2;
      b0 = c0;
      b1 = c1;
      b2 = c2;
      i += 2 * rowStep;
      to += yRow;
      l0At += 2 * l0Row;
      l1At += 2 * l1Row;
      r0At += 2 * r0Row;
      r1At += 2 * r1Row;
    }
    FloatVector none = FloatVector.zero(S);
    if (behind > 0 && turns >= unwritten) {
      FloatVector w20 = FloatVector.fromArray(S, weights, wo + 20 * tap);
      FloatVector w21 = FloatVector.fromArray(S, weights, wo + 21 * tap);
      FloatVector w22 = FloatVector.fromArray(S, weights, wo + 22 * tap);
      FloatVector w23 = FloatVector.fromArray(S, weights, wo + 23 * tap);
      FloatVector w24 = FloatVector.fromArray(S, weights, wo + 24 * tap);
      a0 = none.fma(w24, none.fma(w23, none.fma(w22, none.fma(w21, none.fma(w20, a0)))));
      a1 = none.fma(w24, none.fma(w23, none.fma(w22, none.fma(w21, none.fma(w20, a1)))));
      a2 = none.fma(w24, none.fma(w23, none.fma(w22, none.fma(w21, none.fma(w20, a2)))));
      a0 = a0.add(added);
      a1 = a1.add(added);
      a2 = a2.add(added);
      if (clips) {
        a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
        a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
        a2 = a2.blend(lower, a2.compare(VectorOperators.LT, lower));
        a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
        a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
        a2.blend(upper, a2.compare(VectorOperators.GT, upper)).intoArray(y, to + 2 * yStep);
      } else if (bounds) {
        a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
        a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
        a2.blend(lower, a2.compare(VectorOperators.LT, lower)).intoArray(y, to + 2 * yStep);
      } else {
        a0.intoArray(y, to);
        a1.intoArray(y, to + yStep);
        a2.intoArray(y, to + 2 * yStep);
      }
    }
  }
}
