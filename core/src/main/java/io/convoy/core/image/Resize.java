package io.convoy.core.image;

import java.util.Arrays;

/**
 * Bilinear resizing with anti-aliasing, as Pillow's {@code Image.resize(size, BILINEAR)} does it on
 * float images: a triangle as wide as the reduction, along the rows first, then along the columns.
 *
 * <p>Sums are doubles in the order of the samples, rounded to float after each of the two passes,
 * so that the same image gives the same bits everywhere.
 */
final class Resize {
  /**
   * For each position of the result: the first sample that it is made of, and the weights of that
   * and the following ones, which add up to 1.
   */
  private record Taps(int[] first, double[][] weights) {
    static Taps of(int from, int to) {
      double scale = (double) from / to;
      double support = Math.max(scale, 1.0);
      int[] first = new int[to];
      double[][] weights = new double[to][];
      for (int i = 0; i < to; i++) {
        double center = (i + 0.5) * scale;
        int begin = Math.max(0, (int) (center - support + 0.5));
        int end = Math.min(from, (int) (center + support + 0.5));
        double[] taps = new double[end - begin];
        double sum = 0;
        for (int t = 0; t < taps.length; t++) {
          double distance = Math.abs((begin + t - center + 0.5) / support);
          taps[t] = distance < 1.0 ? 1.0 - distance : 0.0;
          sum += taps[t];
        }
        for (int t = 0; t < taps.length; t++) {
          taps[t] /= sum;
        }
        first[i] = begin;
        weights[i] = taps;
      }
      return new Taps(first, weights);
    }
  }

  private Resize() {}

  static DecodedImage bilinear(DecodedImage image, ImageSize size) {
    if (image.size().equals(size)) {
      return image;
    }
    Rows rows = new Rows(image, size.width());
    int length = size.width() * image.channels();
    float[] to = new float[size.height() * length];
    if (image.height() == size.height()) {
      double[] row = new double[length];
      for (int y = 0; y < size.height(); y++) {
        rows.fill(y, row);
        round(row, to, y * length);
      }
    } else {
      alongColumns(rows, Taps.of(image.height(), size.height()), to, length);
    }
    return new DecodedImage(size.height(), size.width(), image.channels(), to);
  }

  /** Holds as many rows as a row of the result is made of, each in the place of one long used. */
  private static void alongColumns(Rows rows, Taps taps, float[] to, int length) {
    int most = Arrays.stream(taps.weights()).mapToInt(weights -> weights.length).max().orElse(1);
    double[][] held = new double[most][length];
    double[] sums = new double[length];
    int ready = 0;
    for (int y = 0; y < taps.first().length; y++) {
      double[] weights = taps.weights()[y];
      int first = taps.first()[y];
      for (; ready < first + weights.length; ready++) {
        rows.fill(ready, held[ready % most]);
      }
      Arrays.fill(sums, 0.0);
      for (int t = 0; t < weights.length; t++) {
        add(held[(first + t) % most], weights[t], sums);
      }
      round(sums, to, y * length);
    }
  }

  private static void add(double[] row, double weight, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private static void round(double[] row, float[] to, int at) {
    for (int i = 0; i < row.length; i++) {
      to[at + i] = (float) row[i];
    }
  }

  /**
   * Rows of the image in the result's width. They are floats, and handed out as doubles, of whose
   * sums the compiler makes vectors.
   */
  private static final class Rows {
    private final DecodedImage image;
    private final Taps taps;

    Rows(DecodedImage image, int width) {
      this.image = image;
      this.taps = image.width() == width ? null : Taps.of(image.width(), width);
    }

    void fill(int y, double[] row) {
      if (taps == null) {
        int from = y * row.length;
        for (int i = 0; i < row.length; i++) {
          row[i] = image.pixels()[from + i];
        }
      } else if (image.channels() == 3) {
        fillColors(y * image.width() * 3, row);
      } else {
        fillGrey(y * image.width(), row);
      }
    }

    /** The three sums of a pixel go side by side, so that none waits for another. */
    private void fillColors(int from, double[] row) {
      float[] pixels = image.pixels();
      for (int x = 0; x < taps.first().length; x++) {
        double[] weights = taps.weights()[x];
        int at = from + taps.first()[x] * 3;
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int t = 0; t < weights.length; t++) {
          double weight = weights[t];
          red += pixels[at + 3 * t] * weight;
          green += pixels[at + 3 * t + 1] * weight;
          blue += pixels[at + 3 * t + 2] * weight;
        }
        row[3 * x] = (float) red;
        row[3 * x + 1] = (float) green;
        row[3 * x + 2] = (float) blue;
      }
    }

    private void fillGrey(int from, double[] row) {
      float[] pixels = image.pixels();
      for (int x = 0; x < taps.first().length; x++) {
        double[] weights = taps.weights()[x];
        int at = from + taps.first()[x];
        double sum = 0;
        for (int t = 0; t < weights.length; t++) {
          sum += pixels[at + t] * weights[t];
        }
        row[x] = (float) sum;
      }
    }
  }
}
