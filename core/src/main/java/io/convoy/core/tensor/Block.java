package io.convoy.core.tensor;

import java.util.Objects;

/**
 * A box cut out of a batch of images: some images, some channels, some rows, always whole rows,
 * with the numbers in NHWC order.
 *
 * <p>The ranges are positions in the whole batch, so that a band of rows or a group of channels can
 * be computed, sent and joined again without anyone counting from its edge. The array is shared,
 * and may be longer than the box.
 */
public final class Block {
  /** Floats of a cache line. */
  public static final int LINE = 16;

  /**
   * Where a block of our own starts in its array: 12 floats behind the 16 bytes of an array's
   * header is a cache line in every array that the collector puts at the start of a region, as G1
   * does with large ones; and vectors that cross lines cost a kernel up to a third.
   */
  public static final int ALIGNED = 12;

  /**
   * Where a block starts that is written while one at {@link #ALIGNED} is read: twenty cache lines
   * further on. For a while a processor takes a load for one of what was just stored where the last
   * twelve bits of their addresses are the same; with a power of two of channels, and both blocks
   * at the same place of a page, they always are, and depthwise layers took twice as long.
   */
  public static final int APART = ALIGNED + 20 * LINE;

  private final Range images;
  private final Range channels;
  private final Range rows;
  private final int columns;
  private final float[] data;
  private final int offset;

  /** A block over {@code data}, from its start. */
  public Block(Range images, Range channels, Range rows, int columns, float[] data) {
    this(images, channels, rows, columns, data, 0);
  }

  /**
   * A block over {@code data}, from {@code offset}.
   *
   * @throws IllegalArgumentException where the array is too short for the box
   */
  public Block(Range images, Range channels, Range rows, int columns, float[] data, int offset) {
    this.images = Objects.requireNonNull(images);
    this.channels = Objects.requireNonNull(channels);
    this.rows = Objects.requireNonNull(rows);
    this.columns = columns;
    this.data = Objects.requireNonNull(data);
    this.offset = offset;
    long needed = offset + elements(images, channels, rows, columns);
    if (data.length < needed) {
      throw new IllegalArgumentException(
          "the array must hold the whole block: block="
              + this
              + ", needed="
              + needed
              + ", length="
              + data.length);
    }
  }

  /** A block of zeros, to be written, {@link #APART} from those that are read. */
  public static Block zeros(Range images, Range channels, Range rows, int columns) {
    return zeros(images, channels, rows, columns, APART);
  }

  /** A block of zeros that starts at {@code offset}. */
  static Block zeros(Range images, Range channels, Range rows, int columns, int offset) {
    long needed = offset + elements(images, channels, rows, columns);
    float[] data = new float[Math.toIntExact(needed)];
    return new Block(images, channels, rows, columns, data, offset);
  }

  /** The numbers that such a box holds. */
  public static long elements(Range images, Range channels, Range rows, int columns) {
    return (long) images.length() * channels.length() * rows.length() * columns;
  }

  public Range images() {
    return images;
  }

  public Range channels() {
    return channels;
  }

  public Range rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Where in {@link #data} the block starts. */
  public int offset() {
    return offset;
  }

  /** The array that holds the numbers, NHWC within the box, from {@link #offset}; not a copy. */
  public float[] data() {
    return data;
  }

  /** Where in {@link #data} the element lies whose positions in the whole batch are these. */
  public int index(int n, int c, int h, int w) {
    return offset
        + (((n - images.from()) * rows.length() + h - rows.from()) * columns + w)
            * channels.length()
        + c
        - channels.from();
  }

  @Override
  public String toString() {
    return "Block[images="
        + images
        + ", channels="
        + channels
        + ", rows="
        + rows
        + ", columns="
        + columns
        + "]";
  }
}
