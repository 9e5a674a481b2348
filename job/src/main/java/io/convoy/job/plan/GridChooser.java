package io.convoy.job.plan;

/**
 * Chooses a grid that fills the cores: two to four tasks a core where there is work for them.
 *
 * <p>Images are cut first, because parts of images never meet again. Only where there are fewer
 * than two a core are records cut: by output channels, in blocks that fill a vector, then by output
 * rows. A cut record is read by each of its tasks and goes through a shuffle, so it must be worth a
 * task's start.
 */
final class GridChooser {
  /** Channels of a block: a vector of 512 bits, and a multiple of every narrower one. */
  static final int CHANNEL_BLOCK = 16;

  private static final int TASKS_PER_CORE = 3;
  private static final int LEAST_TASKS_PER_CORE = 2;

  /** About ten milliseconds of one core; starting a task takes as long. */
  private static final long LEAST_MULTIPLY_ADDS = 100_000_000;

  private GridChooser() {}

  /**
   * @param records records that there are, at least 1
   * @param multiplyAdds of a typical record
   */
  static Grid choose(
      int cores, long records, int outputChannels, int outputRows, long multiplyAdds) {
    int images = (int) Math.min(records, (long) TASKS_PER_CORE * cores);
    long wanted = (long) LEAST_TASKS_PER_CORE * cores;
    if (images >= wanted) {
      return new Grid(images, 1, 1);
    }
    long worthwhile = Math.max(1, multiplyAdds / LEAST_MULTIPLY_ADDS);
    long parts = Math.min(worthwhile, (wanted + images - 1) / images);
    int channels = (int) Math.min(parts, Math.max(1, outputChannels / CHANNEL_BLOCK));
    int rows = (int) Math.min((parts + channels - 1) / channels, Math.max(1, outputRows));
    return new Grid(images, channels, rows);
  }

  /** The grid that was asked for, without parts that would have nothing to do. */
  static Grid fit(Grid forced, long records, int outputChannels, int outputRows) {
    return new Grid(
        (int) Math.max(1, Math.min(forced.images(), records)),
        Math.min(forced.channels(), outputChannels),
        Math.max(1, Math.min(forced.rows(), outputRows)));
  }
}
