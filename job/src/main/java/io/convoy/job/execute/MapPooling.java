package io.convoy.job.execute;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import java.util.Arrays;

/**
 * Reduces a feature map to one number, in two steps, so that tasks that share a map by rows give
 * the bits of one that has it whole.
 *
 * <p>First each row: its average, the sum over its columns from left to right in double precision,
 * rounded to a float once divided; or its maximum. Then the rows, from top to bottom, likewise. No
 * step mixes two rows before the last, and all rows meet in one task. A NaN anywhere gives NaN.
 */
public final class MapPooling {
  private MapPooling() {}

  /** Each row of a block reduced to one column; the block itself where nothing is pooled. */
  public static Block rows(Block map, Pool pool) {
    if (pool == Pool.NONE) {
      return map;
    }
    Block reduced = Block.zeros(map.images(), map.channels(), map.rows(), 1);
    rows(map, pool, reduced);
    return reduced;
  }

  /** Each row of a block of one image reduced to one column of another block, which holds them. */
  static void rows(Block map, Pool pool, Block reduced) {
    int channels = map.channels().length();
    int rowFloats = map.columns() * channels;
    double[] sums = new double[channels];
    for (int row = 0; row < map.rows().length(); row++) {
      int from = map.offset() + row * rowFloats;
      int to =
          reduced.index(map.images().from(), map.channels().from(), map.rows().from() + row, 0);
      if (pool == Pool.AVG) {
        sums(map.data(), from, map.columns(), sums);
        for (int c = 0; c < channels; c++) {
          reduced.data()[to + c] = (float) (sums[c] / map.columns());
        }
      } else {
        Arrays.fill(reduced.data(), to, to + channels, Float.NEGATIVE_INFINITY);
        for (int at = from; at < from + rowFloats; at += channels) {
          keepLarger(map.data(), at, reduced.data(), to, channels);
        }
      }
    }
  }

  /**
   * The sums of a row's pixels, a channel each. Eight channels at a time or four, whose sums stay
   * in registers: one alone waits for each addition. The compiler makes no vectors of floats that
   * become doubles, and vectors of another width than the kernels' would slow these down.
   */
  private static void sums(float[] data, int from, int pixels, double[] sums) {
    int channels = sums.length;
    int c = 0;
    for (; c + 8 <= channels; c += 8) {
      eight(data, from + c, pixels, channels, sums, c);
    }
    for (; c + 4 <= channels; c += 4) {
      four(data, from + c, pixels, channels, sums, c);
    }
    for (; c < channels; c++) {
      double sum = 0;
      for (int p = 0; p < pixels; p++) {
        sum += data[from + p * channels + c];
      }
      sums[c] = sum;
    }
  }

  private static void eight(float[] data, int from, int pixels, int step, double[] sums, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int p = 0; p < pixels; p++) {
      int at = from + p * step;
      s0 += data[at];
      s1 += data[at + 1];
      s2 += data[at + 2];
      s3 += data[at + 3];
      s4 += data[at + 4];
      s5 += data[at + 5];
      s6 += data[at + 6];
      s7 += data[at + 7];
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }

  private static void four(float[] data, int from, int pixels, int step, double[] sums, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int p = 0; p < pixels; p++) {
      int at = from + p * step;
      s0 += data[at];
      s1 += data[at + 1];
      s2 += data[at + 2];
      s3 += data[at + 3];
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
  }

  private static void keepLarger(float[] data, int from, float[] largest, int at, int channels) {
    for (int c = 0; c < channels; c++) {
      largest[at + c] = Math.max(largest[at + c], data[from + c]);
    }
  }

  /** The reduced rows (C, H, 1) of a record as its vector (C); the maps where nothing is pooled. */
  static Tensor finish(Tensor rows, Pool pool) {
    if (pool == Pool.NONE) {
      return rows;
    }
    int channels = rows.shape().extent(0);
    int height = rows.shape().extent(1);
    Tensor vector = Tensor.zeros(Shape.of(channels));
    for (int c = 0; c < channels; c++) {
      vector.data()[c] = reduce(rows.data(), c * height, height, pool);
    }
    return vector;
  }

  private static float reduce(float[] data, int first, int count, Pool pool) {
    if (pool == Pool.MAX) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < count; i++) {
        max = Math.max(max, data[first + i]);
      }
      return max;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += data[first + i];
    }
    return (float) (sum / count);
  }
}
