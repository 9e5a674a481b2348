package io.convoy.job.report;

/**
 * A plane of numbers brought to the size of a cell: each pixel the average of what lies under it.
 *
 * <p>The positive and the negative parts are averaged apart, so that the two sides of a fine edge
 * stay visible instead of cancelling out.
 */
final class Thumbnail {
  private final int height;
  private final int width;
  private final float[] positive;
  private final float[] negative;

  private Thumbnail(int height, int width, float[] positive, float[] negative) {
    this.height = height;
    this.width = width;
    this.positive = positive;
    this.negative = negative;
  }

  /** The plane whose numbers begin at {@code from}, fitted into a square of {@code cell} pixels. */
  static Thumbnail of(float[] data, int from, int rows, int columns, int cell) {
    int height = extent(rows, columns, cell);
    int width = extent(columns, rows, cell);
    float[] positive = new float[rows * columns];
    float[] negative = new float[rows * columns];
    for (int i = 0; i < positive.length; i++) {
      float number = data[from + i];
      positive[i] = number > 0 ? number : 0;
      negative[i] = number < 0 ? -number : 0;
    }
    return new Thumbnail(
        height,
        width,
        resized(positive, rows, columns, height, width),
        resized(negative, rows, columns, height, width));
  }

  /** The longer side fills the cell. */
  static int extent(int side, int other, int cell) {
    return Math.max(1, Math.round((float) cell * side / Math.max(side, other)));
  }

  /** Each target pixel is the average of the source over its own area, whole pixels or parts. */
  static float[] resized(float[] source, int rows, int columns, int height, int width) {
    float[] narrow = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      average(source, row * columns, 1, columns, narrow, row * width, 1, width);
    }
    float[] target = new float[height * width];
    for (int column = 0; column < width; column++) {
      average(narrow, column, width, rows, target, column, width, height);
    }
    return target;
  }

  private static void average(
      float[] source,
      int from,
      int step,
      int length,
      float[] target,
      int to,
      int stride,
      int size) {
    double scale = (double) length / size;
    for (int i = 0; i < size; i++) {
      double begin = i * scale;
      double end = Math.min(length, (i + 1) * scale);
      double sum = 0;
      for (int s = (int) begin; s < end; s++) {
        sum += source[from + s * step] * (Math.min(end, s + 1) - Math.max(begin, s));
      }
      target[to + i * stride] = (float) (sum / (end - begin));
    }
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  float positive(int row, int column) {
    return positive[row * width + column];
  }

  float negative(int row, int column) {
    return negative[row * width + column];
  }

  /** The larger of the two parts of each pixel, for choosing a scale. */
  float[] magnitudes() {
    float[] magnitudes = new float[positive.length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.max(positive[i], negative[i]);
    }
    return magnitudes;
  }
}
