package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Stride 2, in tiles of 4 pixels: of the columns every other one is shared, 27 loads for 36
 * products.
 */
final class DepthwiseRowStride2MicroKernel extends DepthwiseRowMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;

  @Override
  void run(
      float[] x0,
      int xo0,
      float[] x1,
      int xo1,
      float[] x2,
      int xo2,
      int step,
      float[] zeros,
      boolean padsLeft,
      boolean padsRight,
      int width,
      float[] weights,
      int wo,
      int tap,
      float[] bias,
      int oc,
      float low,
      float high,
      float[] y,
      int yo,
      int yStep) {
    FloatVector w0 = FloatVector.fromArray(S, weights, wo);
    FloatVector w1 = FloatVector.fromArray(S, weights, wo + tap);
    FloatVector w2 = FloatVector.fromArray(S, weights, wo + 2 * tap);
    FloatVector w3 = FloatVector.fromArray(S, weights, wo + 3 * tap);
    FloatVector w4 = FloatVector.fromArray(S, weights, wo + 4 * tap);
    FloatVector w5 = FloatVector.fromArray(S, weights, wo + 5 * tap);
    FloatVector w6 = FloatVector.fromArray(S, weights, wo + 6 * tap);
    FloatVector w7 = FloatVector.fromArray(S, weights, wo + 7 * tap);
    FloatVector w8 = FloatVector.fromArray(S, weights, wo + 8 * tap);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    boolean clips = high < Float.POSITIVE_INFINITY;
    int lastTile = width - PIXELS;
    for (int column = 0; column < width; column += PIXELS) {
      // The last tile is moved back to end with the row, and computes some pixels again.
      int p = Math.min(column, lastTile);
      boolean left = padsLeft && p == 0;
      boolean right = padsRight && p == lastTile;
      int at = p * (2 * step);
      int to = yo + p * yStep;
      FloatVector c0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector c2 = FloatVector.zero(S);
      FloatVector c3 = FloatVector.zero(S);
      int i0 = xo0 + at;
      c0 = FloatVector.fromArray(S, left ? zeros : x0, left ? 0 : i0).fma(w0, c0);
      c0 = FloatVector.fromArray(S, x0, i0 + step).fma(w1, c0);
      FloatVector x02 = FloatVector.fromArray(S, x0, i0 + 2 * step);
      c0 = x02.fma(w2, c0);
      c1 = x02.fma(w0, c1);
      c1 = FloatVector.fromArray(S, x0, i0 + 3 * step).fma(w1, c1);
      FloatVector x04 = FloatVector.fromArray(S, x0, i0 + 4 * step);
      c1 = x04.fma(w2, c1);
      c2 = x04.fma(w0, c2);
      c2 = FloatVector.fromArray(S, x0, i0 + 5 * step).fma(w1, c2);
      FloatVector x06 = FloatVector.fromArray(S, x0, i0 + 6 * step);
      c2 = x06.fma(w2, c2);
      c3 = x06.fma(w0, c3);
      c3 = FloatVector.fromArray(S, x0, i0 + 7 * step).fma(w1, c3);
      c3 = FloatVector.fromArray(S, right ? zeros : x0, right ? 0 : i0 + 8 * step).fma(w2, c3);
      int i1 = xo1 + at;
      c0 = FloatVector.fromArray(S, left ? zeros : x1, left ? 0 : i1).fma(w3, c0);
      c0 = FloatVector.fromArray(S, x1, i1 + step).fma(w4, c0);
      FloatVector x12 = FloatVector.fromArray(S, x1, i1 + 2 * step);
      c0 = x12.fma(w5, c0);
      c1 = x12.fma(w3, c1);
      c1 = FloatVector.fromArray(S, x1, i1 + 3 * step).fma(w4, c1);
      FloatVector x14 = FloatVector.fromArray(S, x1, i1 + 4 * step);
      c1 = x14.fma(w5, c1);
      c2 = x14.fma(w3, c2);
      c2 = FloatVector.fromArray(S, x1, i1 + 5 * step).fma(w4, c2);
      FloatVector x16 = FloatVector.fromArray(S, x1, i1 + 6 * step);
      c2 = x16.fma(w5, c2);
      c3 = x16.fma(w3, c3);
      c3 = FloatVector.fromArray(S, x1, i1 + 7 * step).fma(w4, c3);
      c3 = FloatVector.fromArray(S, right ? zeros : x1, right ? 0 : i1 + 8 * step).fma(w5, c3);
      int i2 = xo2 + at;
      c0 = FloatVector.fromArray(S, left ? zeros : x2, left ? 0 : i2).fma(w6, c0);
      c0 = FloatVector.fromArray(S, x2, i2 + step).fma(w7, c0);
      FloatVector x22 = FloatVector.fromArray(S, x2, i2 + 2 * step);
      c0 = x22.fma(w8, c0);
      c1 = x22.fma(w6, c1);
      c1 = FloatVector.fromArray(S, x2, i2 + 3 * step).fma(w7, c1);
      FloatVector x24 = FloatVector.fromArray(S, x2, i2 + 4 * step);
      c1 = x24.fma(w8, c1);
      c2 = x24.fma(w6, c2);
      c2 = FloatVector.fromArray(S, x2, i2 + 5 * step).fma(w7, c2);
      FloatVector x26 = FloatVector.fromArray(S, x2, i2 + 6 * step);
      c2 = x26.fma(w8, c2);
      c3 = x26.fma(w6, c3);
      c3 = FloatVector.fromArray(S, x2, i2 + 7 * step).fma(w7, c3);
      c3 = FloatVector.fromArray(S, right ? zeros : x2, right ? 0 : i2 + 8 * step).fma(w8, c3);
      c0 = c0.add(added);
      c0 = c0.blend(lower, c0.compare(VectorOperators.LT, lower));
      c1 = c1.add(added);
      c1 = c1.blend(lower, c1.compare(VectorOperators.LT, lower));
      c2 = c2.add(added);
      c2 = c2.blend(lower, c2.compare(VectorOperators.LT, lower));
      c3 = c3.add(added);
      c3 = c3.blend(lower, c3.compare(VectorOperators.LT, lower));
      if (clips) {
        c0.blend(upper, c0.compare(VectorOperators.GT, upper)).intoArray(y, to);
        c1.blend(upper, c1.compare(VectorOperators.GT, upper)).intoArray(y, to + yStep);
        c2.blend(upper, c2.compare(VectorOperators.GT, upper)).intoArray(y, to + 2 * yStep);
        c3.blend(upper, c3.compare(VectorOperators.GT, upper)).intoArray(y, to + 3 * yStep);
      } else {
        c0.intoArray(y, to);
        c1.intoArray(y, to + yStep);
        c2.intoArray(y, to + 2 * yStep);
        c3.intoArray(y, to + 3 * yStep);
      }
    }
  }
}
