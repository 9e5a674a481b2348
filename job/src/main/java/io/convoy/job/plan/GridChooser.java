package io.convoy.job.plan;

/** What holds for every grid: how channels are cut, and that no part is without work. */
final class GridChooser {
  /** Channels of a block: a vector of 512 bits, and a multiple of every narrower one. */
  static final int CHANNEL_BLOCK = 16;

  private GridChooser() {}

  /** The grid that was asked for, without parts that would have nothing to do. */
  static Grid fit(Grid forced, long records, int outputChannels, int outputRows) {
    return new Grid(
        (int) Math.max(1, Math.min(forced.images(), records)),
        Math.min(forced.channels(), outputChannels),
        Math.max(1, Math.min(forced.rows(), outputRows)));
  }
}
