package io.convoy.core.tensor;

/**
 * The order in which a batch of images lies in memory. Names as oneDNN and PyTorch use them.
 *
 * <p>{@code channelBlock} is 1 for the plain layouts. In the blocked layout, nChw16c for instance,
 * the channels are cut into blocks of {@code channelBlock}, the channels of a block lie next to
 * each other, and the last block is filled up with zeros.
 */
public record Layout(Order order, int channelBlock) {
  /** Image, channel, row, column: what files hold, and PyTorch's default. */
  public static final Layout NCHW = new Layout(Order.CHANNELS_FIRST, 1);

  /** Image, row, column, channel: what the kernels work in, at any vector width. */
  public static final Layout NHWC = new Layout(Order.CHANNELS_LAST, 1);

  /** Whether the channels lie outside the pixels, inside them, or in blocks on both sides. */
  public enum Order {
    CHANNELS_FIRST,
    CHANNELS_LAST,
    BLOCKED
  }

  public Layout {
    if (order == Order.BLOCKED ? channelBlock < 2 : channelBlock != 1) {
      throw new IllegalArgumentException(
          "only a blocked layout has a channel block, of at least 2: order="
              + order
              + ", channelBlock="
              + channelBlock);
    }
  }

  /** The blocked layout nChw{b}c: image, channel block, row, column, channel of the block. */
  public static Layout blocked(int channelBlock) {
    return new Layout(Order.BLOCKED, channelBlock);
  }

  /** The numbers that a batch takes in this layout, filling included. */
  public long elements(int images, int channels, int rows, int columns) {
    long filled = (channels + channelBlock - 1L) / channelBlock * channelBlock;
    return (long) images * rows * columns * filled;
  }

  /**
   * Where an element lies in a batch of {@code channels} channels, {@code rows} and {@code
   * columns}.
   */
  public int index(int n, int c, int h, int w, int channels, int rows, int columns) {
    return switch (order) {
      case CHANNELS_FIRST -> ((n * channels + c) * rows + h) * columns + w;
      case CHANNELS_LAST -> ((n * rows + h) * columns + w) * channels + c;
      case BLOCKED -> {
        int blocks = (channels + channelBlock - 1) / channelBlock;
        int block = (n * blocks + c / channelBlock) * rows + h;
        yield (block * columns + w) * channelBlock + c % channelBlock;
      }
    };
  }
}
