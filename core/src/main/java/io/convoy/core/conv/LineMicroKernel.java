package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost part of {@link LineConv}: eight neighbouring outputs along the kernel's line × one
 * vector of channels, from the input where it lies.
 *
 * <p>The inputs of a tap are those of the tap before, moved on by one: they stay in registers, and
 * a step reads one of them and a vector of weights for eight products. 8 accumulators + 8 of inputs
 * + 1 of weights. All sums start from zero and are added in ascending order, a fused multiply-add
 * each; what lies in the padding is multiplied too, as zero.
 */
final class LineMicroKernel {
  /** Outputs of a call. */
  static final int OUTPUTS = 8;

  private static final VectorSpecies<Float> S = Simd.SPECIES;

  private LineMicroKernel() {}

  /**
   * Computes eight outputs.
   *
   * @param x the input; what the first tap of the first output reads is at {@code at}, be it in the
   *     padding
   * @param step floats from an input to the next along the line
   * @param zeros a vector of them, which is read instead of what lies in the padding
   * @param first the position along the line that lies at {@code at}
   * @param end the position before which the input ends
   * @param taps of the kernel
   * @param weights a vector a tap, from {@code wo}, {@code tap} floats apart
   * @param bias a vector that is added to the sums, from {@code oc}
   * @param low what the sums are raised to, and {@code high} what they are lowered to, or infinite
   * @param y where they go, from {@code yo}, {@code yStep} apart
   */
  static void run(
      float[] x,
      int at,
      int step,
      float[] zeros,
      int first,
      int end,
      int taps,
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
    boolean clips = high < Float.POSITIVE_INFINITY;
    FloatVector lower = FloatVector.broadcast(S, low);
    FloatVector upper = FloatVector.broadcast(S, high);
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    FloatVector c7 = FloatVector.zero(S);
    // Nobody wants what follows the last tap of the last output; a block may not hold it.
    int read = Math.min(end, first + OUTPUTS + taps - 1);
    boolean out0 = first < 0 || first >= read;
    FloatVector x0 = FloatVector.fromArray(S, out0 ? zeros : x, out0 ? 0 : at);
    boolean out1 = first + 1 < 0 || first + 1 >= read;
    FloatVector x1 = FloatVector.fromArray(S, out1 ? zeros : x, out1 ? 0 : at + step);
    boolean out2 = first + 2 < 0 || first + 2 >= read;
    FloatVector x2 = FloatVector.fromArray(S, out2 ? zeros : x, out2 ? 0 : at + 2 * step);
    boolean out3 = first + 3 < 0 || first + 3 >= read;
    FloatVector x3 = FloatVector.fromArray(S, out3 ? zeros : x, out3 ? 0 : at + 3 * step);
    boolean out4 = first + 4 < 0 || first + 4 >= read;
    FloatVector x4 = FloatVector.fromArray(S, out4 ? zeros : x, out4 ? 0 : at + 4 * step);
    boolean out5 = first + 5 < 0 || first + 5 >= read;
    FloatVector x5 = FloatVector.fromArray(S, out5 ? zeros : x, out5 ? 0 : at + 5 * step);
    boolean out6 = first + 6 < 0 || first + 6 >= read;
    FloatVector x6 = FloatVector.fromArray(S, out6 ? zeros : x, out6 ? 0 : at + 6 * step);
    boolean out7 = first + 7 < 0 || first + 7 >= read;
    FloatVector x7 = FloatVector.fromArray(S, out7 ? zeros : x, out7 ? 0 : at + 7 * step);
    int next = at + OUTPUTS * step;
    int position = first + OUTPUTS;
    for (int k = 0; k < taps; k++) {
      FloatVector w = FloatVector.fromArray(S, weights, wo + k * tap);
      c0 = x0.fma(w, c0);
      c1 = x1.fma(w, c1);
      c2 = x2.fma(w, c2);
      c3 = x3.fma(w, c3);
      c4 = x4.fma(w, c4);
      c5 = x5.fma(w, c5);
      c6 = x6.fma(w, c6);
      c7 = x7.fma(w, c7);
      x0 = x1;
      x1 = x2;
      x2 = x3;
      x3 = x4;
      x4 = x5;
      x5 = x6;
      x6 = x7;
      boolean out = position < 0 || position >= read;
      x7 = FloatVector.fromArray(S, out ? zeros : x, out ? 0 : next);
      next += step;
      position++;
    }
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    c0 = c0.add(added);
    c0 = c0.blend(lower, c0.compare(VectorOperators.LT, lower));
    c1 = c1.add(added);
    c1 = c1.blend(lower, c1.compare(VectorOperators.LT, lower));
    c2 = c2.add(added);
    c2 = c2.blend(lower, c2.compare(VectorOperators.LT, lower));
    c3 = c3.add(added);
    c3 = c3.blend(lower, c3.compare(VectorOperators.LT, lower));
    c4 = c4.add(added);
    c4 = c4.blend(lower, c4.compare(VectorOperators.LT, lower));
    c5 = c5.add(added);
    c5 = c5.blend(lower, c5.compare(VectorOperators.LT, lower));
    c6 = c6.add(added);
    c6 = c6.blend(lower, c6.compare(VectorOperators.LT, lower));
    c7 = c7.add(added);
    c7 = c7.blend(lower, c7.compare(VectorOperators.LT, lower));
    if (clips) {
      c0.blend(upper, c0.compare(VectorOperators.GT, upper)).intoArray(y, yo);
      c1.blend(upper, c1.compare(VectorOperators.GT, upper)).intoArray(y, yo + yStep);
      c2.blend(upper, c2.compare(VectorOperators.GT, upper)).intoArray(y, yo + 2 * yStep);
      c3.blend(upper, c3.compare(VectorOperators.GT, upper)).intoArray(y, yo + 3 * yStep);
      c4.blend(upper, c4.compare(VectorOperators.GT, upper)).intoArray(y, yo + 4 * yStep);
      c5.blend(upper, c5.compare(VectorOperators.GT, upper)).intoArray(y, yo + 5 * yStep);
      c6.blend(upper, c6.compare(VectorOperators.GT, upper)).intoArray(y, yo + 6 * yStep);
      c7.blend(upper, c7.compare(VectorOperators.GT, upper)).intoArray(y, yo + 7 * yStep);
    } else {
      c0.intoArray(y, yo);
      c1.intoArray(y, yo + yStep);
      c2.intoArray(y, yo + 2 * yStep);
      c3.intoArray(y, yo + 3 * yStep);
      c4.intoArray(y, yo + 4 * yStep);
      c5.intoArray(y, yo + 5 * yStep);
      c6.intoArray(y, yo + 6 * yStep);
      c7.intoArray(y, yo + 7 * yStep);
    }
  }
}
