package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3×3, two pixels wide: for what four leave over, and for 16 registers.
 *
 * <p>6 accumulators, of three rows + a row of 4 inputs + the weights, which stay in registers where
 * there are 32.
 */
final class Strip3x2MicroKernel extends StripMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;

  @Override
  int pixels() {
    return 2;
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
    int r0At = right > 0 ? 0 : at + 3 * step;
    int r0Row = right > 0 ? 0 : rowStep;
    FloatVector a0 = FloatVector.zero(S);
    FloatVector a1 = FloatVector.zero(S);
    FloatVector b0 = FloatVector.zero(S);
    FloatVector b1 = FloatVector.zero(S);
    int i = at;
    int to = yo - unwritten * yRow;
    for (int t = 0; t < turns; t++) {
      FloatVector x0 = FloatVector.fromArray(S, l0, l0At);
      FloatVector x1 = FloatVector.fromArray(S, x, i + step);
      FloatVector x2 = FloatVector.fromArray(S, x, i + 2 * step);
      FloatVector x3 = FloatVector.fromArray(S, r0, r0At);
      a0 = x2.fma(w8, x1.fma(w7, x0.fma(w6, a0)));
      a1 = x3.fma(w8, x2.fma(w7, x1.fma(w6, a1)));
      b0 = x2.fma(w5, x1.fma(w4, x0.fma(w3, b0)));
      b1 = x3.fma(w5, x2.fma(w4, x1.fma(w3, b1)));
      FloatVector c0 = x2.fma(w2, x1.fma(w1, x0.fma(w0, FloatVector.zero(S))));
      FloatVector c1 = x3.fma(w2, x2.fma(w1, x1.fma(w0, FloatVector.zero(S))));
      if (t >= unwritten) {
        a0 = a0.add(added);
        a1 = a1.add(added);
        if (clips) {
          a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
          a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
          a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
          a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
        } else if (bounds) {
          a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
          a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
        } else {
          a0.intoArray(y, to);
          a1.intoArray(y, to + yStep);
        }
      }
      a0 = b0;
      a1 = b1;
      b0 = c0;
      b1 = c1;
      i += rowStep;
      to += yRow;
      l0At += l0Row;
      r0At += r0Row;
    }
    FloatVector none = FloatVector.zero(S);
    if (below > 0) {
      a0 = none.fma(w8, none.fma(w7, none.fma(w6, a0)));
      a1 = none.fma(w8, none.fma(w7, none.fma(w6, a1)));
      a0 = a0.add(added);
      a1 = a1.add(added);
      if (clips) {
        a0 = a0.blend(lower, a0.compare(VectorOperators.LT, lower));
        a1 = a1.blend(lower, a1.compare(VectorOperators.LT, lower));
        a0.blend(upper, a0.compare(VectorOperators.GT, upper)).intoArray(y, to);
        a1.blend(upper, a1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
      } else if (bounds) {
        a0.blend(lower, a0.compare(VectorOperators.LT, lower)).intoArray(y, to);
        a1.blend(lower, a1.compare(VectorOperators.LT, lower)).intoArray(y, to + yStep);
      } else {
        a0.intoArray(y, to);
        a1.intoArray(y, to + yStep);
      }
    }
  }
}
