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
  private final Range images;
  private final Range channels;
  private final Range rows;
  private final int columns;
  private final float[] data;

  /**
   * A block over {@code data}.
   *
   * @throws IllegalArgumentException where the array is too short for the box
   */
  public Block(Range images, Range channels, Range rows, int columns, float[] data) {
    this.images = Objects.requireNonNull(images);
    this.channels = Objects.requireNonNull(channels);
    this.rows = Objects.requireNonNull(rows);
    this.columns = columns;
    this.data = Objects.requireNonNull(data);
    long needed = elements(images, channels, rows, columns);
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

  /** A block of zeros. */
  public static Block zeros(Range images, Range channels, Range rows, int columns) {
    long needed = elements(images, channels, rows, columns);
    return new Block(images, channels, rows, columns, new float[Math.toIntExact(needed)]);
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

  /** The numbers, NHWC within the box; not a copy. */
  public float[] data() {
    return data;
  }

  /** Where in {@link #data} the element lies whose positions in the whole batch are these. */
  public int index(int n, int c, int h, int w) {
    return (((n - images.from()) * rows.length() + h - rows.from()) * columns + w)
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
