package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3×3, four pixels wide.
 *
 * <p>12 accumulators, of three rows + 9 of weights + a row of 6 inputs: 6 loads for 36 products.
 */
final class Strip3x4MicroKernel extends StripMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;

  @Override
  int pixels() {
    return 4;
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
    int unwritten = 2 - above;
    int turns = rows + unwritten - below;
    boolean clips = high < Float.POSITIVE_INFINITY;
    boolean bounds = low > Float.NEGATIVE_INFINITY;
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector w0 = FloatVector.fromArray(S, weights, wo);
    FloatVector w1 = FloatVector.fromArray(S, weights, wo + tap);
    FloatVector w2 = FloatVector.fromArray(S, weights, wo + 2 * tap);
    FloatVector w3 = FloatVector.fromArray(S, weights, wo + 3 * tap);
    FloatVector w4 = FloatVector.fromArray(S, weights, wo + 4 * tap);
    FloatVector w5 = FloatVector.fromArray(S, weights, wo + 5 * tap);
    FloatVector w6 = FloatVector.fromArray(S, weights, wo + 6 * tap);
    FloatVector w7 = FloatVector.fromArray(S, weights, wo + 7 * tap);
    FloatVector w8 = FloatVector.fromArray(S, weights, wo + 8 * tap);
    float[] l0 = left > 0 ? zeros : x;
    int l0At = left > 0 ? 0 : at;
    int l0Row = left > 0 ? 0 : rowStep;
    float[] r0 = right > 0 ? zeros : x;
    int r0At = right > 0 ? 0 : at + 5 * step;
    int r0Row = right > 0 ? 0 : rowStep;
    FloatVector a0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector a2 = FloatVector.zero(S);
    FloatVector a3 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    FloatVector b2 = FloatVector.zero(S);
    FloatVector b3 = FloatVector.zero(S);
    int i = at;
    int to = yo - unwritten * yRow;
    for (int t = 0; t < turns; t++) {
      FloatVector x0 = FloatVector.fromArray(S, l0, l0At);
      FloatVector x1 = FloatVector.fromArray(S, x, i + step);
      FloatVector x2 = FloatVector.fromArray(S, x, i + 2 * step);
      FloatVector x3 = FloatVector.fromArray(S, x, i + 3 * step);
      FloatVector x4 = FloatVector.fromArray(S, x, i + 4 * step);
      FloatVector x5 = FloatVector.fromArray(S, r0, r0At);
      a0 = x2.fma(w8, x1.fma(w7, x0.fma(w6, a0)));
      a1 = x3.fma(w8, x2.fma(w7, x1.fma(w6, a1)));
      a2 = x4.fma(w8, x3.fma(w7, x2.fma(w6, a2)));
      a3 = x5.fma(w8, x4.fma(w7, x3.fma(w6, a3)));
      b0 = x2.fma(w5, x1.fma(w4, x0.fma(w3, b0)));
      b1 = x3.fma(w5, x2.fma(w4, x1.fma(w3, b1)));
      b2 = x4.fma(w5, x3.fma(w4, x2.fma(w3, b2)));
      b3 = x5.fma(w5, x4.fma(w4, x3.fma(w3, b3)));
      FloatVector c0 = x2.fma(w2, x1.fma(w1, x0.fma(w0, FloatVector.zero(S))));
      FloatVector c1 = x3.fma(w2, x2.fma(w1, x1.fma(w0, FloatVector.zero(S))));
      FloatVector c2 = x4.fma(w2, x3.fma(w1, x2.fma(w0, FloatVector.zero(S))));
      FloatVector c3 = x5.fma(w2, x4.fma(w1, x3.fma(w0, FloatVector.zero(S))));
      if (t >= unwritten) {
        a0 = a0.add(added);
        a1 = a1.add(added);
        a2 = a2.add(added);
        a3 = a3.add(added);
        if (clips) {
          a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
          a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
          a2 = a2.blend(lower, a2.compare(VectorOperators.LT, lower));
          a3 = a3.blend(lower, a3.compare(VectorOperators.LT, lower));
          a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
          a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
          a2.blend(upper, a2.compare(VectorOperators.GT, upper)).intoArray(y, to + 2 * yStep);
          a3.blend(upper, a3.compare(VectorOperators.GT, upper)).intoArray(y, to + 3 * yStep);
        } else if (bounds) {
          a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
          a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
          a2.blend(lower, a2.compare(VectorOperators.LT, lower)).intoArray(y, to + 2 * yStep);
          a3.blend(lower, a3.compare(VectorOperators.LT, lower)).intoArray(y, to + 3 * yStep);
        } else {
          a0.intoArray(y, to);
          a1.intoArray(y, to + yStep);
          a2.intoArray(y, to + 2 * yStep);
          a3.intoArray(y, to + 3 * yStep);
        }
      }
      a0 = b0;
      a1 = b1;
      a2 = b2;
      a3 = b3;
      b0 = c0;
      b1 = c1;
      b2 = c2;
      b3 = c3;
      i += rowStep;
      to += yRow;
      l0At += l0Row;
      r0At += r0Row;
    }
    FloatVector none = FloatVector.zero(S);
    if (below > 0) {
      a0 = none.fma(w8, none.fma(w7, none.fma(w6, a0)));
      a1 = none.fma(w8, none.fma(w7, none.fma(w6, a1)));
      a2 = none.fma(w8, none.fma(w7, none.fma(w6, a2)));
      a3 = none.fma(w8, none.fma(w7, none.fma(w6, a3)));
      a0 = a0.add(added);
      a1 = a1.add(added);
      a2 = a2.add(added);
      a3 = a3.add(added);
      if (clips) {
        a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
        a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
        a2 = a2.blend(lower, a2.compare(VectorOperators.LT, lower));
        a3 = a3.blend(lower, a3.compare(VectorOperators.LT, lower));
        a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
        a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
        a2.blend(upper, a2.compare(VectorOperators.GT, upper)).intoArray(y, to + 2 * yStep);
        a3.blend(upper, a3.compare(VectorOperators.GT, upper)).intoArray(y, to + 3 * yStep);
      } else if (bounds) {
        a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
        a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
        a2.blend(lower, a2.compare(VectorOperators.LT, lower)).intoArray(y, to + 2 * yStep);
        a3.blend(lower, a3.compare(VectorOperators.LT, lower)).intoArray(y, to + 3 * yStep);
      } else {
        a0.intoArray(y, to);
        a1.intoArray(y, to + yStep);
        a2.intoArray(y, to + 2 * yStep);
        a3.intoArray(y, to + 3 * yStep);
      }
    }
  }
}
