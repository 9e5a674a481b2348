package io.convoy.job.plan;

import java.util.Arrays;

/**
 * The sizes of all records of a run, in input order, as far as their headers tell.
 *
 * <p>Neighbours of one size share an entry, and entries are plain numbers, so that a driver holds
 * millions of records.
 */
public final class RecordSizes {
  private int runs;
  private long records;
  private long[] counts = new long[4];
  private long[] decoded = new long[4];
  private int[] channels = new int[4];
  private int[] heights = new int[4];
  private int[] widths = new int[4];

  /**
   * Records of one size that follow one another.
   *
   * @param count how many
   * @param decoded numbers that reading one of them gives, before it is resized or cropped
   * @param channels channels of what the layer reads; 0 where the header can't be read
   * @param height rows of it
   * @param width columns of it
   */
  public record Run(long count, long decoded, int channels, int height, int width) {
    /** Whether the header told a size. */
    public boolean readable() {
      return channels > 0;
    }
  }

  /** What is done with each run. */
  @FunctionalInterface
  public interface RunVisitor {
    void visit(Run run);
  }

  /** Adds records whose headers told a size. */
  public void add(long count, long decodedNumbers, int channel, int height, int width) {
    if (count == 0) {
      return;
    }
    int last = runs - 1;
    if (last >= 0
        && decoded[last] == decodedNumbers
        && channels[last] == channel
        && heights[last] == height
        && widths[last] == width) {
      counts[last] += count;
    } else {
      if (runs == counts.length) {
        grow();
      }
      counts[runs] = count;
      decoded[runs] = decodedNumbers;
      channels[runs] = channel;
      heights[runs] = height;
      widths[runs] = width;
      runs++;
    }
    records += count;
  }

  /** Adds records whose size is unknown; a task will find out why. */
  public void addUnreadable(long count) {
    add(count, 0, 0, 0, 0);
  }

  /** Adds all records of another list behind those of this one. */
  public void addAll(RecordSizes others) {
    others.forEach(
        run -> add(run.count(), run.decoded(), run.channels(), run.height(), run.width()));
  }

  public long records() {
    return records;
  }

  /** Numbers that reading all records gives. */
  public double decoded() {
    double sum = 0;
    for (int run = 0; run < runs; run++) {
      sum += (double) counts[run] * decoded[run];
    }
    return sum;
  }

  /** Visits the runs in order. */
  public void forEach(RunVisitor visitor) {
    for (int run = 0; run < runs; run++) {
      visitor.visit(new Run(counts[run], decoded[run], channels[run], heights[run], widths[run]));
    }
  }

  /**
   * Cuts the records into ranges of about the same decoded size, none of them empty, in order.
   *
   * @param parts at most as many as there are records
   * @return {@code parts + 1} positions: part p is the records from [p] up to [p + 1]
   */
  public long[] cut(int parts) {
    if (parts < 1 || parts > Math.max(1, records)) {
      throw new IllegalArgumentException(
          "parts must lie between 1 and the records: parts=" + parts + ", records=" + records);
    }
    double total = 0;
    for (int run = 0; run < runs; run++) {
      total += counts[run] * weight(run);
    }
    long[] cuts = new long[parts + 1];
    cuts[parts] = records;
    int part = 1;
    long first = 0;
    double before = 0;
    for (int run = 0; run < runs && part < parts; run++) {
      double weight = weight(run);
      double after = before + counts[run] * weight;
      while (part < parts && total * part / parts <= after) {
        long ideal = first + Math.round((total * part / parts - before) / weight);
        long least = cuts[part - 1] + 1;
        long most = records - (parts - part);
        cuts[part] = Math.max(least, Math.min(most, ideal));
        part++;
      }
      first += counts[run];
      before = after;
    }
    for (; part < parts; part++) {
      cuts[part] = Math.max(cuts[part - 1] + 1, records - (parts - part));
    }
    return cuts;
  }

  /**
   * What the records of each part cost, beside the other parts.
   *
   * @param cuts as {@link #cut} gives them
   */
  public double[] costs(long[] cuts) {
    double[] costs = new double[cuts.length - 1];
    int part = 0;
    long first = 0;
    for (int run = 0; run < runs; run++) {
      long end = first + counts[run];
      while (first < end) {
        while (first >= cuts[part + 1]) {
          part++;
        }
        long to = Math.min(end, cuts[part + 1]);
        costs[part] += (to - first) * weight(run);
        first = to;
      }
    }
    return costs;
  }

  /** A record costs something even where nothing of it can be read. */
  private double weight(int run) {
    return decoded[run] + 1.0;
  }

  private void grow() {
    int larger = counts.length * 2;
    counts = Arrays.copyOf(counts, larger);
    decoded = Arrays.copyOf(decoded, larger);
    channels = Arrays.copyOf(channels, larger);
    heights = Arrays.copyOf(heights, larger);
    widths = Arrays.copyOf(widths, larger);
  }
}
