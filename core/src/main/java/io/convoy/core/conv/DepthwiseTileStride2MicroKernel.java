package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Stride 2, for many channels: a tile of 4 pixels of a row × all channels, a vector after the
 * other, from three rows of the input where they lie.
 *
 * <p>4 accumulators + 9 of weights, which are read for each tile, and what windows share. Input and
 * output are gone through straight, which is faster than a vector of channels along a row, where
 * many channels lie between neighbouring pixels. The sums are those of {@link
 * DepthwiseRowMicroKernel}.
 */
final class DepthwiseTileStride2MicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private DepthwiseTileStride2MicroKernel() {}

  /**
   * Computes a tile.
   *
   * @param x0 the row of the first kernel row, from {@code xo0}, where the first window starts; so
   *     {@code x1} and {@code x2}
   * @param step floats from a column to the next
   * @param zeros as many as channels, which are read instead of the first column, if {@code left},
   *     and instead of the last, if {@code right}
   * @param channels at least a vector of them
   * @param weights a row of channels a tap, from {@code wo}, {@code tap} floats apart
   * @param bias what is added to the sums, from {@code oc}, each vector {@code biasStep} times as
   *     far as its channels
   * @param low what the sums are raised to, and {@code high} what they are lowered to
   * @param y where they go, the pixels from {@code yo}, {@code yStep} apart
   */
  static void run(
      float[] x0,
      int xo0,
      float[] x1,
      int xo1,
      float[] x2,
      int xo2,
      int step,
      float[] zeros,
      boolean left,
      boolean right,
      int channels,
      float[] weights,
      int wo,
      int tap,
      float[] bias,
      int oc,
      int biasStep,
      float low,
      float high,
      float[] y,
      int yo,
      int yStep) {
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    boolean clips = high < Float.POSITIVE_INFINITY;
    float[] l0 = left ? zeros : x0;
    int lo0 = left ? 0 : xo0;
    float[] r0 = right ? zeros : x0;
    int ro0 = right ? 0 : xo0 + 8 * step;
    float[] l1 = left ? zeros : x1;
    int lo1 = left ? 0 : xo1;
    float[] r1 = right ? zeros : x1;
    int ro1 = right ? 0 : xo1 + 8 * step;
    float[] l2 = left ? zeros : x2;
    int lo2 = left ? 0 : xo2;
    float[] r2 = right ? zeros : x2;
    int ro2 = right ? 0 : xo2 + 8 * step;
    int last = channels - L;
    for (int i = 0; i < channels; i += L) {
      // The last vector is moved back to end with the channels, and computes some again.
      int c = Math.min(i, last);
      FloatVector c0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector c2 = FloatVector.zero(S);
      FloatVector c3 = FloatVector.zero(S);
      FloatVector w0 = FloatVector.fromArray(S, weights, wo + c);
      c0 = FloatVector.fromArray(S, l0, lo0 + c).fma(w0, c0);
      FloatVector w1 = FloatVector.fromArray(S, weights, wo + tap + c);
      c0 = FloatVector.fromArray(S, x0, xo0 + step + c).fma(w1, c0);
      FloatVector x02 = FloatVector.fromArray(S, x0, xo0 + 2 * step + c);
      FloatVector w2 = FloatVector.fromArray(S, weights, wo + 2 * tap + c);
      c0 = x02.fma(w2, c0);
      c1 = x02.fma(w0, c1);
      c1 = FloatVector.fromArray(S, x0, xo0 + 3 * step + c).fma(w1, c1);
      FloatVector x04 = FloatVector.fromArray(S, x0, xo0 + 4 * step + c);
      c1 = x04.fma(w2, c1);
      c2 = x04.fma(w0, c2);
      c2 = FloatVector.fromArray(S, x0, xo0 + 5 * step + c).fma(w1, c2);
      FloatVector x06 = FloatVector.fromArray(S, x0, xo0 + 6 * step + c);
      c2 = x06.fma(w2, c2);
      c3 = x06.fma(w0, c3);
      c3 = FloatVector.fromArray(S, x0, xo0 + 7 * step + c).fma(w1, c3);
      c3 = FloatVector.fromArray(S, r0, ro0 + c).fma(w2, c3);
      FloatVector w3 = FloatVector.fromArray(S, weights, wo + 3 * tap + c);
      c0 = FloatVector.fromArray(S, l1, lo1 + c).fma(w3, c0);
      FloatVector w4 = FloatVector.fromArray(S, weights, wo + 4 * tap + c);
      c0 = FloatVector.fromArray(S, x1, xo1 + step + c).fma(w4, c0);
      FloatVector x12 = FloatVector.fromArray(S, x1, xo1 + 2 * step + c);
      FloatVector w5 = FloatVector.fromArray(S, weights, wo + 5 * tap + c);
      c0 = x12.fma(w5, c0);
      c1 = x12.fma(w3, c1);
      c1 = FloatVector.fromArray(S, x1, xo1 + 3 * step + c).fma(w4, c1);
      FloatVector x14 = FloatVector.fromArray(S, x1, xo1 + 4 * step + c);
      c1 = x14.fma(w5, c1);
      c2 = x14.fma(w3, c2);
      c2 = FloatVector.fromArray(S, x1, xo1 + 5 * step + c).fma(w4, c2);
      FloatVector x16 = FloatVector.fromArray(S, x1, xo1 + 6 * step + c);
      c2 = x16.fma(w5, c2);
      c3 = x16.fma(w3, c3);
      c3 = FloatVector.fromArray(S, x1, xo1 + 7 * step + c).fma(w4, c3);
      c3 = FloatVector.fromArray(S, r1, ro1 + c).fma(w5, c3);
      FloatVector w6 = FloatVector.fromArray(S, weights, wo + 6 * tap + c);
      c0 = FloatVector.fromArray(S, l2, lo2 + c).fma(w6, c0);
      FloatVector w7 = FloatVector.fromArray(S, weights, wo + 7 * tap + c);
      c0 = FloatVector.fromArray(S, x2, xo2 + step + c).fma(w7, c0);
      FloatVector x22 = FloatVector.fromArray(S, x2, xo2 + 2 * step + c);
      FloatVector w8 = FloatVector.fromArray(S, weights, wo + 8 * tap + c);
      c0 = x22.fma(w8, c0);
      c1 = x22.fma(w6, c1);
      c1 = FloatVector.fromArray(S, x2, xo2 + 3 * step + c).fma(w7, c1);
      FloatVector x24 = FloatVector.fromArray(S, x2, xo2 + 4 * step + c);
      c1 = x24.fma(w8, c1);
      c2 = x24.fma(w6, c2);
      c2 = FloatVector.fromArray(S, x2, xo2 + 5 * step + c).fma(w7, c2);
      FloatVector x26 = FloatVector.fromArray(S, x2, xo2 + 6 * step + c);
      c2 = x26.fma(w8, c2);
      c3 = x26.fma(w6, c3);
      c3 = FloatVector.fromArray(S, x2, xo2 + 7 * step + c).fma(w7, c3);
      c3 = FloatVector.fromArray(S, r2, ro2 + c).fma(w8, c3);
      FloatVector added = FloatVector.fromArray(S, bias, oc + c * biasStep);
      c0 = c0.add(added);
      c0 = c0.blend(lower, c0.compare(VectorOperators.LT, lower));
      c1 = c1.add(added);
      c1 = c1.blend(lower, c1.compare(VectorOperators.LT, lower));
      c2 = c2.add(added);
      c2 = c2.blend(lower, c2.compare(VectorOperators.LT, lower));
      c3 = c3.add(added);
      c3 = c3.blend(lower, c3.compare(VectorOperators.LT, lower));
      if (clips) {
        c0.blend(upper, c0.compare(VectorOperators.GT, upper)).intoArray(y, yo + c);
        c1.blend(upper, c1.compare(VectorOperators.GT, upper)).intoArray(y, yo + yStep + c);
        c2.blend(upper, c2.compare(VectorOperators.GT, upper)).intoArray(y, yo + 2 * yStep + c);
        c3.blend(upper, c3.compare(VectorOperators.GT, upper)).intoArray(y, yo + 3 * yStep + c);
      } else {
        c0.intoArray(y, yo + c);
        c1.intoArray(y, yo + yStep + c);
        c2.intoArray(y, yo + 2 * yStep + c);
        c3.intoArray(y, yo + 3 * yStep + c);
      }
    }
  }
}
