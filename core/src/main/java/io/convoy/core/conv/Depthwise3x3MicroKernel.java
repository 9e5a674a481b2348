package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dense depthwise 3×3 kernels at stride 1, in tiles of 4 pixels: the weights of a vector of
 * channels stay in registers for a whole band of rows, and what windows share is read once.
 *
 * <p>9 registers of weights, bias and bounds + 4 accumulators + the column at hand: 18 loads for 36
 * products.
 */
final class Depthwise3x3MicroKernel extends PlaneMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  @Override
  int pixels() {
    return 4;
  }

  @Override
  boolean clips() {
    return true;
  }

  @Override
  void run(
      float[] rows,
      int at,
      int rowStep,
      int height,
      int width,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float high,
      int spare,
      float[] y,
      int yo,
      int yStep) {
    int window = at + offsets[first];
    int kernelRow = offsets[first + 3] - offsets[first];
    FloatVector w0 = FloatVector.fromArray(S, weights, wo);
    FloatVector w1 = FloatVector.fromArray(S, weights, wo + L);
    FloatVector w2 = FloatVector.fromArray(S, weights, wo + 2 * L);
    FloatVector w3 = FloatVector.fromArray(S, weights, wo + 3 * L);
    FloatVector w4 = FloatVector.fromArray(S, weights, wo + 4 * L);
    FloatVector w5 = FloatVector.fromArray(S, weights, wo + 5 * L);
    FloatVector w6 = FloatVector.fromArray(S, weights, wo + 6 * L);
    FloatVector w7 = FloatVector.fromArray(S, weights, wo + 7 * L);
    FloatVector w8 = FloatVector.fromArray(S, weights, wo + 8 * L);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    boolean clips = high < Float.POSITIVE_INFINITY;
    int lastTile = width - 4;
    int tiles = height * ((width + 3) / 4);
    int row = 0;
    int column = 0;
    for (int t = 0; t < tiles; t++) {
      // The last tile of a row is moved back to end with it, and computes some pixels again.
      int p = Math.max(0, Math.min(column, lastTile));
      int i0 = window + row * rowStep + p * W;
      int i1 = i0 + kernelRow;
      int i2 = i1 + kernelRow;
      int to = yo + (row * width + p) * yStep;
      FloatVector c0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector c2 = FloatVector.zero(S);
      FloatVector c3 = FloatVector.zero(S);
      c0 = FloatVector.fromArray(S, rows, i0).fma(w0, c0);
      FloatVector x01 = FloatVector.fromArray(S, rows, i0 + W);
      c0 = x01.fma(w1, c0);
      c1 = x01.fma(w0, c1);
      FloatVector x02 = FloatVector.fromArray(S, rows, i0 + 2 * W);
      c0 = x02.fma(w2, c0);
      c1 = x02.fma(w1, c1);
      c2 = x02.fma(w0, c2);
      FloatVector x03 = FloatVector.fromArray(S, rows, i0 + 3 * W);
      c1 = x03.fma(w2, c1);
      c2 = x03.fma(w1, c2);
      c3 = x03.fma(w0, c3);
      FloatVector x04 = FloatVector.fromArray(S, rows, i0 + 4 * W);
      c2 = x04.fma(w2, c2);
      c3 = x04.fma(w1, c3);
      c3 = FloatVector.fromArray(S, rows, i0 + 5 * W).fma(w2, c3);
      c0 = FloatVector.fromArray(S, rows, i1).fma(w3, c0);
      FloatVector x11 = FloatVector.fromArray(S, rows, i1 + W);
      c0 = x11.fma(w4, c0);
      c1 = x11.fma(w3, c1);
      FloatVector x12 = FloatVector.fromArray(S, rows, i1 + 2 * W);
      c0 = x12.fma(w5, c0);
      c1 = x12.fma(w4, c1);
      c2 = x12.fma(w3, c2);
      FloatVector x13 = FloatVector.fromArray(S, rows, i1 + 3 * W);
      c1 = x13.fma(w5, c1);
      c2 = x13.fma(w4, c2);
      c3 = x13.fma(w3, c3);
      FloatVector x14 = FloatVector.fromArray(S, rows, i1 + 4 * W);
      c2 = x14.fma(w5, c2);
      c3 = x14.fma(w4, c3);
      c3 = FloatVector.fromArray(S, rows, i1 + 5 * W).fma(w5, c3);
      c0 = FloatVector.fromArray(S, rows, i2).fma(w6, c0);
      FloatVector x21 = FloatVector.fromArray(S, rows, i2 + W);
      c0 = x21.fma(w7, c0);
      c1 = x21.fma(w6, c1);
      FloatVector x22 = FloatVector.fromArray(S, rows, i2 + 2 * W);
      c0 = x22.fma(w8, c0);
      c1 = x22.fma(w7, c1);
      c2 = x22.fma(w6, c2);
      FloatVector x23 = FloatVector.fromArray(S, rows, i2 + 3 * W);
      c1 = x23.fma(w8, c1);
      c2 = x23.fma(w7, c2);
      c3 = x23.fma(w6, c3);
      FloatVector x24 = FloatVector.fromArray(S, rows, i2 + 4 * W);
      c2 = x24.fma(w8, c2);
      c3 = x24.fma(w7, c3);
      c3 = FloatVector.fromArray(S, rows, i2 + 5 * W).fma(w8, c3);
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
      column += 4;
      if (column >= width) {
        column = 0;
        row++;
      }
    }
  }
}
