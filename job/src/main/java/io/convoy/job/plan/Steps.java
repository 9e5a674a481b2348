package io.convoy.job.plan;

import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Range;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a record is computed that memory should not hold whole: some output rows after the other,
 * each step reading the input rows that it needs. Whether it is done so depends on the record's
 * size alone, not on the grid, and changes no bit.
 *
 * <p>A map that is computed in steps and not pooled is also written as it comes. Where it has more
 * numbers than a tensor of Arrow can have, it is cut into bands of rows, each a record of its own.
 */
public final class Steps {
  /** A record is computed in steps where its input or its map has more numbers: 64 MiB. */
  private static final long LARGEST_WHOLE = 16L << 20;

  /**
   * Numbers of input and map together that a step holds: 32 MiB, which the next step uses again.
   * Large against the rows that two steps both read, small against the memory of a task.
   */
  static final long STEP_NUMBERS = 8L << 20;

  /** Numbers of a map that are pooled together, while they are still in the caches: 1 MiB. */
  private static final long POOLED_NUMBERS = 256 << 10;

  /** Rows that are a whole number of tiles for every kernel. */
  public static final int TILE_ROWS = 16;

  /** Bytes of a map that wait in the shuffle, or for the file, before they are written. */
  static final long WAITING_BYTES = 32L << 20;

  /** Numbers of the largest tensor that Arrow's offsets, and an array of Java, can hold. */
  public static final long MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private Steps() {}

  /** Whether a record of that size is computed in steps. */
  public static boolean needed(long inputNumbers, long mapNumbers) {
    return inputNumbers > LARGEST_WHOLE || mapNumbers > LARGEST_WHOLE;
  }

  /** Whether records of these sizes may be. */
  static boolean needed(SizeRange input, SizeRange output) {
    return needed(most(input), most(output));
  }

  private static long most(SizeRange sizes) {
    return (long) sizes.maxChannels() * sizes.maxHeight() * sizes.maxWidth();
  }

  /**
   * The output rows of a step, at least one. Where the record is computed in tiles of four rows,
   * whole ones.
   *
   * @param outputChannels that a task computes
   */
  public static int rows(PreparedConv conv, int outputChannels) {
    long outputRow = (long) outputChannels * conv.spec().width().output();
    long inputRow = (long) conv.spec().inputChannels() * conv.spec().width().input();
    int all = conv.spec().height().output();
    int least = 1;
    int most = all;
    while (least < most) {
      int rows = least + (most - least + 1) / 2;
      // In the middle of the image, where no row lies in the padding.
      int from = (all - rows) / 2;
      long read = conv.inputRows(new Range(from, from + rows)).length();
      if (rows * outputRow + read * inputRow <= STEP_NUMBERS) {
        least = rows;
      } else {
        most = rows - 1;
      }
    }
    return least < 4 ? least : least / 4 * 4;
  }

  /**
   * The rows of a map that are computed and then pooled, before the next are: a whole number of
   * tiles, and as much as the caches hold.
   *
   * @param rowNumbers numbers of one row, all channels of it
   */
  public static int pooledRows(long rowNumbers) {
    return (int) Math.max(1, POOLED_NUMBERS / (TILE_ROWS * Math.max(1, rowNumbers))) * TILE_ROWS;
  }

  /** The bands into which a map is cut; one where it is no larger than a tensor can be. */
  public static List<Range> bands(int channels, int rows, int columns) {
    long row = Math.max(1, (long) channels * columns);
    if (row > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "a row of a map must fit into a tensor: channels="
              + channels
              + ", columns="
              + columns
              + ", most="
              + MOST_NUMBERS);
    }
    int count = (int) Math.max(1, (rows * row + MOST_NUMBERS - 1) / MOST_NUMBERS);
    // Bands of whole rows may come out larger than the average.
    while (count < rows && Range.part(rows, count, count - 1).length() * row > MOST_NUMBERS) {
      count++;
    }
    int bands = count;
    return IntStream.range(0, bands).mapToObj(band -> Range.part(rows, bands, band)).toList();
  }
}
