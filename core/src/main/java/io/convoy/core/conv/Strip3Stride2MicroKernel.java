package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3×3 of stride 2, four pixels wide: a turn begins with the second row of a window, and its third
 * is the first of the next one.
 *
 * <p>8 accumulators, of two rows + 9 of weights + a row of 9 inputs, one after the other: 18 loads
 * for 36 products.
 */
final class Strip3Stride2MicroKernel extends StripMicroKernel {
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
    boolean clips = high < Float.POSITIVE_INFINITY;
    boolean bounds = low > Float.NEGATIVE_INFINITY;
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector zero = FloatVector.zero(S);
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
    int r0At = right > 0 ? 0 : at + 8 * step;
    int r0Row = right > 0 ? 0 : rowStep;
    int i = at;
    int to = yo;
    boolean padded = above > 0;
    float[] u = padded ? zeros : x;
    int uAt = padded ? 0 : i;
    int uStep = padded ? 0 : step;
    FloatVector u0 = FloatVector.fromArray(S, padded ? zeros : l0, padded ? 0 : l0At);
    FloatVector u1 = FloatVector.fromArray(S, u, uAt + uStep);
    FloatVector u2 = FloatVector.fromArray(S, u, uAt + 2 * uStep);
    FloatVector u3 = FloatVector.fromArray(S, u, uAt + 3 * uStep);
    FloatVector u4 = FloatVector.fromArray(S, u, uAt + 4 * uStep);
    FloatVector u5 = FloatVector.fromArray(S, u, uAt + 5 * uStep);
    FloatVector u6 = FloatVector.fromArray(S, u, uAt + 6 * uStep);
    FloatVector u7 = FloatVector.fromArray(S, u, uAt + 7 * uStep);
    FloatVector u8 = FloatVector.fromArray(S, padded ? zeros : r0, padded ? 0 : r0At);
    FloatVector a0 = u2.fma(w2, u1.fma(w1, u0.fma(w0, zero)));
    FloatVector a1 = u4.fma(w2, u3.fma(w1, u2.fma(w0, zero)));
    FloatVector a2 = u6.fma(w2, u5.fma(w1, u4.fma(w0, zero)));
    FloatVector a3 = u8.fma(w2, u7.fma(w1, u6.fma(w0, zero)));
    i += padded ? 0 : rowStep;
    l0At += padded ? 0 : l0Row;
    r0At += padded ? 0 : r0Row;
    int last = below > 0 ? rows - 1 : rows;
    for (int t = 0; t < rows; t++) {
      FloatVector v0 = FloatVector.fromArray(S, l0, l0At);
      FloatVector v1 = FloatVector.fromArray(S, x, i + step);
      FloatVector v2 = FloatVector.fromArray(S, x, i + 2 * step);
      FloatVector v3 = FloatVector.fromArray(S, x, i + 3 * step);
      FloatVector v4 = FloatVector.fromArray(S, x, i + 4 * step);
      FloatVector v5 = FloatVector.fromArray(S, x, i + 5 * step);
      FloatVector v6 = FloatVector.fromArray(S, x, i + 6 * step);
      FloatVector v7 = FloatVector.fromArray(S, x, i + 7 * step);
      FloatVector v8 = FloatVector.fromArray(S, r0, r0At);
      a0 = v2.fma(w5, v1.fma(w4, v0.fma(w3, a0)));
      a1 = v4.fma(w5, v3.fma(w4, v2.fma(w3, a1)));
      a2 = v6.fma(w5, v5.fma(w4, v4.fma(w3, a2)));
      a3 = v8.fma(w5, v7.fma(w4, v6.fma(w3, a3)));
      boolean out = t == last;
      float[] z = out ? zeros : x;
      int zAt = out ? 0 : i + rowStep;
      int zStep = out ? 0 : step;
      FloatVector z0 = FloatVector.fromArray(S, out ? zeros : l0, out ? 0 : l0At + l0Row);
      FloatVector z1 = FloatVector.fromArray(S, z, zAt + zStep);
      FloatVector z2 = FloatVector.fromArray(S, z, zAt + 2 * zStep);
      FloatVector z3 = FloatVector.fromArray(S, z, zAt + 3 * zStep);
      FloatVector z4 = FloatVector.fromArray(S, z, zAt + 4 * zStep);
      FloatVector z5 = FloatVector.fromArray(S, z, zAt + 5 * zStep);
      FloatVector z6 = FloatVector.fromArray(S, z, zAt + 6 * zStep);
      FloatVector z7 = FloatVector.fromArray(S, z, zAt + 7 * zStep);
      FloatVector z8 = FloatVector.fromArray(S, out ? zeros : r0, out ? 0 : r0At + r0Row);
      a0 = z2.fma(w8, z1.fma(w7, z0.fma(w6, a0)));
      a1 = z4.fma(w8, z3.fma(w7, z2.fma(w6, a1)));
      a2 = z6.fma(w8, z5.fma(w7, z4.fma(w6, a2)));
      a3 = z8.fma(w8, z7.fma(w7, z6.fma(w6, a3)));
      FloatVector b0 = z2.fma(w2, z1.fma(w1, z0.fma(w0, zero)));
      FloatVector b1 = z4.fma(w2, z3.fma(w1, z2.fma(w0, zero)));
      FloatVector b2 = z6.fma(w2, z5.fma(w1, z4.fma(w0, zero)));
      FloatVector b3 = z8.fma(w2, z7.fma(w1, z6.fma(w0, zero)));
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
      a0 = b0;
      a1 = b1;
      a2 = b2;
      a3 = b3;
      i += 2 * rowStep;
      l0At += 2 * l0Row;
      r0At += 2 * r0Row;
      to += yRow;
    }
  }
}
