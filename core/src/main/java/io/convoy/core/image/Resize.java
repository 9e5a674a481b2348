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
    DecodedImage wide = image.width() == size.width() ? image : alongRows(image, size.width());
    return wide.height() == size.height() ? wide : alongColumns(wide, size.height());
  }

  private static DecodedImage alongRows(DecodedImage image, int width) {
    Taps taps = Taps.of(image.width(), width);
    int channels = image.channels();
    float[] from = image.pixels();
    float[] to = new float[image.height() * width * channels];
    int out = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * channels;
      for (int x = 0; x < width; x++) {
        double[] weights = taps.weights()[x];
        int first = row + taps.first()[x] * channels;
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int t = 0; t < weights.length; t++) {
            sum += from[first + t * channels + c] * weights[t];
          }
          to[out++] = (float) sum;
        }
      }
    }
    return new DecodedImage(image.height(), width, channels, to);
  }

  private static DecodedImage alongColumns(DecodedImage image, int height) {
    Taps taps = Taps.of(image.height(), height);
    int row = image.width() * image.channels();
    float[] from = image.pixels();
    float[] to = new float[height * row];
    double[] sums = new double[row];
    for (int y = 0; y < height; y++) {
      double[] weights = taps.weights()[y];
      Arrays.fill(sums, 0.0);
      for (int t = 0; t < weights.length; t++) {
        int first = (taps.first()[y] + t) * row;
        for (int i = 0; i < row; i++) {
          sums[i] += from[first + i] * weights[t];
        }
      }
      for (int i = 0; i < row; i++) {
        to[y * row + i] = (float) sums[i];
      }
    }
    return new DecodedImage(height, image.width(), image.channels(), to);
  }
}
