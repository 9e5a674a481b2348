package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Groups under kernels of 3 rows at vertical stride 1: up to three rows of the output share what
 * they read of a row of the input.
 *
 * <p>What a vector needs for a step of the reduction is permuted from the pixel's channels, as
 * {@link SmallGroupMicroKernel} tells, and a permutation takes a unit that multiplies too. So it
 * goes down the input, a row at a time, and adds each to all outputs that read it: a permutation
 * for three products.
 *
 * <pre>
 * output row     input row:   0   1   2   3   4
 *     0                       0   1   2             row of the kernel that it is multiplied with
 *     1                           0   1   2
 *     2                               0   1   2
 * </pre>
 *
 * <p>Each sum still starts from zero and is added to in the order of the kernel's rows. In between
 * it lies in the scratchpad: for two of three rows, from one input row to the next. Those that are
 * read and those that are written lie apart, for the last tile of a row computes some pixels again.
 *
 * <p>There is one permutation, the first channel of each group into all its lanes: for the next
 * channel what is read starts a channel further on. Two of them, for reads that are aligned, need
 * more registers than there are: 21 accumulators + 3 of weights + 1 permutation + 7 of inputs = 32.
 */
final class GroupRowsMicroKernel extends PlaneMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;
  private static final int C = MOST_PIXELS;

  /** Rows of the kernel. */
  private static final int TAPS = 3;

  private final VectorShuffle<Float> firsts;
  private final PlaneMicroKernel single;

  /**
   * @param lanes that share their inputs
   * @param single computes a row that is alone
   */
  GroupRowsMicroKernel(int lanes, PlaneMicroKernel single) {
    this.firsts = VectorShuffle.fromOp(S, lane -> lane / lanes * lanes);
    this.single = single;
  }

  /** Whether it computes such a problem: there it is the fastest, with 32 registers of 512 bits. */
  static boolean takes(ConvSpec spec) {
    Axis height = spec.height();
    return L == W
        && spec.groupInputChannels() > 1
        && height.kernel() == TAPS
        && height.stride() == 1
        && height.dilation() == 1;
  }

  @Override
  int pixels() {
    return C;
  }

  @Override
  boolean clips() {
    return false;
  }

  @Override
  int spareFloats(int width) {
    return Math.multiplyExact(1 + 2 * (TAPS - 1), sumsFloats(width));
  }

  /** Floats of the sums of a row. */
  private static int sumsFloats(int width) {
    return Math.multiplyExact(Math.max(width, C), L);
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
    if (height == 1) {
      single.run(
          rows, at, rowStep, height, width, offsets, first, steps, weights, wo, bias, oc, low, high,
          spare, y, yo, yStep);
      return;
    }
    // A row of zeros, and twice the sums of one and of two rows of the kernel.
    int sums = sumsFloats(width);
    Arrays.fill(rows, spare, spare + sums, 0f);
    int from = spare + sums;
    int to = from + (TAPS - 1) * sums;
    int tapSteps = steps / TAPS;
    int tapFloats = tapSteps * L;
    int lastTile = Math.max(0, width - C);
    float touched = 0;
    for (int r = 0; r < height + TAPS - 1; r++) {
      int oldest = Math.max(0, r - TAPS + 1);
      int open = Math.min(height - 1, r) - oldest + 1;
      int tap = r - oldest;
      boolean last = tap == TAPS - 1;
      int x = at + r * rowStep;
      int aFrom = tap == 0 ? spare : from + (tap - 1) * sums;
      int bFrom = tap == 1 ? spare : from;
      int bTo = to + (tap - 1) * sums;
      int aWeights = wo + tap * tapFloats;
      float[] target = last ? y : rows;
      int step = last ? yStep : L;
      int row = last ? yo + oldest * width * yStep : to + tap * sums;
      float[] added = last ? bias : TailTransform.NOTHING;
      int addedAt = last ? oc : 0;
      float bound = last ? low : Float.NEGATIVE_INFINITY;
      for (int column = 0; column < width; column += C) {
        // The last tile of a row is moved back to end with it, and computes some pixels again.
        int p = Math.min(column, lastTile);
        int i = x + p * W;
        int s = p * L;
        int o = row + p * step;
        if (last) {
          touched += touch(y, o, step);
        }
        if (open == TAPS) {
          three(
              rows,
              i,
              offsets,
              first,
              tapSteps,
              weights,
              aWeights,
              aWeights - tapFloats,
              wo,
              aFrom + s,
              bFrom + s,
              bTo + s,
              to + s,
              added,
              addedAt,
              bound,
              target,
              o,
              step);
        } else if (open == 2) {
          two(
              rows,
              i,
              offsets,
              first,
              tapSteps,
              weights,
              aWeights,
              aWeights - tapFloats,
              aFrom + s,
              bFrom + s,
              bTo + s,
              added,
              addedAt,
              bound,
              target,
              o,
              step);
        } else {
          one(
              rows, i, offsets, first, tapSteps, weights, aWeights, aFrom + s, added, addedAt,
              bound, target, o, step);
        }
      }
      int next = from;
      from = to;
      to = next;
    }
    rows[spare] = touched;
  }

  /**
   * Adds a row of the input to the sums of three rows, a, b and c from the oldest, and finishes
   * those of a; those of c start.
   */
  private void three(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int bWeights,
      int cWeights,
      int aFrom,
      int bFrom,
      int bTo,
      int cTo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    VectorShuffle<Float> a = firsts;
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    FloatVector b0 = FloatVector.fromArray(S, rows, bFrom);
    FloatVector b1 = FloatVector.fromArray(S, rows, bFrom + L);
    FloatVector b2 = FloatVector.fromArray(S, rows, bFrom + 2 * L);
    FloatVector b3 = FloatVector.fromArray(S, rows, bFrom + 3 * L);
    FloatVector b4 = FloatVector.fromArray(S, rows, bFrom + 4 * L);
    FloatVector b5 = FloatVector.fromArray(S, rows, bFrom + 5 * L);
    FloatVector b6 = FloatVector.fromArray(S, rows, bFrom + 6 * L);
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    FloatVector c4 = FloatVector.zero(S);
    FloatVector c5 = FloatVector.zero(S);
    FloatVector c6 = FloatVector.zero(S);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      FloatVector v = FloatVector.fromArray(S, weights, bWeights + k * L);
      FloatVector w = FloatVector.fromArray(S, weights, cWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.fromArray(S, rows, i).rearrange(a);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      c0 = x0.fma(w, c0);
      FloatVector x1 = FloatVector.fromArray(S, rows, i + W).rearrange(a);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      c1 = x1.fma(w, c1);
      FloatVector x2 = FloatVector.fromArray(S, rows, i + 2 * W).rearrange(a);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      c2 = x2.fma(w, c2);
      FloatVector x3 = FloatVector.fromArray(S, rows, i + 3 * W).rearrange(a);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      c3 = x3.fma(w, c3);
      FloatVector x4 = FloatVector.fromArray(S, rows, i + 4 * W).rearrange(a);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      c4 = x4.fma(w, c4);
      FloatVector x5 = FloatVector.fromArray(S, rows, i + 5 * W).rearrange(a);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
      c5 = x5.fma(w, c5);
      FloatVector x6 = FloatVector.fromArray(S, rows, i + 6 * W).rearrange(a);
      a6 = x6.fma(u, a6);
      b6 = x6.fma(v, b6);
      c6 = x6.fma(w, c6);
    }
    b0.intoArray(rows, bTo);
    b1.intoArray(rows, bTo + L);
    b2.intoArray(rows, bTo + 2 * L);
    b3.intoArray(rows, bTo + 3 * L);
    b4.intoArray(rows, bTo + 4 * L);
    b5.intoArray(rows, bTo + 5 * L);
    b6.intoArray(rows, bTo + 6 * L);
    c0.intoArray(rows, cTo);
    c1.intoArray(rows, cTo + L);
    c2.intoArray(rows, cTo + 2 * L);
    c3.intoArray(rows, cTo + 3 * L);
    c4.intoArray(rows, cTo + 4 * L);
    c5.intoArray(rows, cTo + 5 * L);
    c6.intoArray(rows, cTo + 6 * L);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }

  /** As {@link #three} for two rows, at the first and last rows of a band. */
  private void two(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int bWeights,
      int aFrom,
      int bFrom,
      int bTo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    VectorShuffle<Float> a = firsts;
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    FloatVector b0 = FloatVector.fromArray(S, rows, bFrom);
    FloatVector b1 = FloatVector.fromArray(S, rows, bFrom + L);
    FloatVector b2 = FloatVector.fromArray(S, rows, bFrom + 2 * L);
    FloatVector b3 = FloatVector.fromArray(S, rows, bFrom + 3 * L);
    FloatVector b4 = FloatVector.fromArray(S, rows, bFrom + 4 * L);
    FloatVector b5 = FloatVector.fromArray(S, rows, bFrom + 5 * L);
    FloatVector b6 = FloatVector.fromArray(S, rows, bFrom + 6 * L);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      FloatVector v = FloatVector.fromArray(S, weights, bWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.fromArray(S, rows, i).rearrange(a);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      FloatVector x1 = FloatVector.fromArray(S, rows, i + W).rearrange(a);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      FloatVector x2 = FloatVector.fromArray(S, rows, i + 2 * W).rearrange(a);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      FloatVector x3 = FloatVector.fromArray(S, rows, i + 3 * W).rearrange(a);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      FloatVector x4 = FloatVector.fromArray(S, rows, i + 4 * W).rearrange(a);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      FloatVector x5 = FloatVector.fromArray(S, rows, i + 5 * W).rearrange(a);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
      FloatVector x6 = FloatVector.fromArray(S, rows, i + 6 * W).rearrange(a);
      a6 = x6.fma(u, a6);
      b6 = x6.fma(v, b6);
    }
    b0.intoArray(rows, bTo);
    b1.intoArray(rows, bTo + L);
    b2.intoArray(rows, bTo + 2 * L);
    b3.intoArray(rows, bTo + 3 * L);
    b4.intoArray(rows, bTo + 4 * L);
    b5.intoArray(rows, bTo + 5 * L);
    b6.intoArray(rows, bTo + 6 * L);
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }

  /** As {@link #three} for one row, at the first and last rows of a band. */
  private void one(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int aWeights,
      int aFrom,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep) {
    VectorShuffle<Float> a = firsts;
    FloatVector a0 = FloatVector.fromArray(S, rows, aFrom);
    FloatVector a1 = FloatVector.fromArray(S, rows, aFrom + L);
    FloatVector a2 = FloatVector.fromArray(S, rows, aFrom + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, rows, aFrom + 3 * L);
    FloatVector a4 = FloatVector.fromArray(S, rows, aFrom + 4 * L);
    FloatVector a5 = FloatVector.fromArray(S, rows, aFrom + 5 * L);
    FloatVector a6 = FloatVector.fromArray(S, rows, aFrom + 6 * L);
    for (int k = 0; k < steps; k++) {
      FloatVector u = FloatVector.fromArray(S, weights, aWeights + k * L);
      int i = at + offsets[first + k];
      FloatVector x0 = FloatVector.fromArray(S, rows, i).rearrange(a);
      a0 = x0.fma(u, a0);
      FloatVector x1 = FloatVector.fromArray(S, rows, i + W).rearrange(a);
      a1 = x1.fma(u, a1);
      FloatVector x2 = FloatVector.fromArray(S, rows, i + 2 * W).rearrange(a);
      a2 = x2.fma(u, a2);
      FloatVector x3 = FloatVector.fromArray(S, rows, i + 3 * W).rearrange(a);
      a3 = x3.fma(u, a3);
      FloatVector x4 = FloatVector.fromArray(S, rows, i + 4 * W).rearrange(a);
      a4 = x4.fma(u, a4);
      FloatVector x5 = FloatVector.fromArray(S, rows, i + 5 * W).rearrange(a);
      a5 = x5.fma(u, a5);
      FloatVector x6 = FloatVector.fromArray(S, rows, i + 6 * W).rearrange(a);
      a6 = x6.fma(u, a6);
    }
    FloatVector added = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    a0 = a0.add(added);
    a0.blend(bound, a0.compare(VectorOperators.LT, bound)).intoArray(y, yo);
    a1 = a1.add(added);
    a1.blend(bound, a1.compare(VectorOperators.LT, bound)).intoArray(y, yo + yStep);
    a2 = a2.add(added);
    a2.blend(bound, a2.compare(VectorOperators.LT, bound)).intoArray(y, yo + 2 * yStep);
    a3 = a3.add(added);
    a3.blend(bound, a3.compare(VectorOperators.LT, bound)).intoArray(y, yo + 3 * yStep);
    a4 = a4.add(added);
    a4.blend(bound, a4.compare(VectorOperators.LT, bound)).intoArray(y, yo + 4 * yStep);
    a5 = a5.add(added);
    a5.blend(bound, a5.compare(VectorOperators.LT, bound)).intoArray(y, yo + 5 * yStep);
    a6 = a6.add(added);
    a6.blend(bound, a6.compare(VectorOperators.LT, bound)).intoArray(y, yo + 6 * yStep);
  }
}
