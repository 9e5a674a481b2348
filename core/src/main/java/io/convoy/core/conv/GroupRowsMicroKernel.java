package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import java.util.Arrays;

/**
 * Groups under kernels of 3 rows at vertical stride 1: up to three rows of the output share what
 * they read of a row of the input.
 *
 * <p>What a vector needs for a step of the reduction is permuted from the pixel's channels, as
 * {@link SmallGroupMicroKernel} tells, or one of them in all lanes, and to make it takes longer
 * than to multiply with it. So the kernel goes down the input, a row at a time, and adds each to
 * all outputs that read it.
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
 */
abstract class GroupRowsMicroKernel extends PlaneMicroKernel {
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;
  private static final int C = MOST_PIXELS;

  /** Rows of the kernel. */
  private static final int TAPS = 3;

  private final PlaneMicroKernel single;

  /**
   * @param single computes a row that is alone
   */
  GroupRowsMicroKernel(PlaneMicroKernel single) {
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
        if (last && TOUCHES) {
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
  abstract void three(
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
      int yStep);

  /** As {@link #three} for two rows, at the first and last rows of a band. */
  abstract void two(
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
      int yStep);

  /** As {@link #three} for one row, at the first and last rows of a band. */
  abstract void one(
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
      int yStep);
}
