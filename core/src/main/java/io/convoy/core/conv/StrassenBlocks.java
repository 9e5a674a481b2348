package io.convoy.core.conv;

import io.convoy.core.tensor.Range;

/**
 * How Strassen's product cuts a convolution, windows of pixels × weights, into matrices of 2×2
 * blocks, and what it makes of the weights.
 *
 * <p>The rows of the left matrix are two pixels that follow one another in an image, its columns
 * the two halves of the reduction; the columns of the right one are blocks of {@link #CHANNELS}
 * output channels. So neither a slice's rows or images nor its channels decide what is paired with
 * what.
 *
 * <pre>
 *                      block 0   block 1
 *   pixel 0  │ x y │   │ a         b │  first half of the reduction
 *   pixel 1  │ z w │ · │ c         d │  second half
 * </pre>
 */
final class StrassenBlocks {
  /** Output channels of a block. */
  static final int CHANNELS = ConvLayer.CHANNELS_TOGETHER / 2;

  /**
   * Products of blocks: x·a, y·c, s·t, (z + w)·(b − a), (y − s)·d, (x − z)·(d − b), w·(c − t), with
   * s = z + w − x and t = d − (b − a).
   */
  static final int PRODUCTS = 7;

  private StrassenBlocks() {}

  /** How many of a layer's output channels are in a first block. */
  static int firsts(int outputChannels) {
    int pairs = outputChannels / (2 * CHANNELS);
    return pairs * CHANNELS + Math.min(CHANNELS, outputChannels % (2 * CHANNELS));
  }

  /** The output channel that is number {@code i} of those in a first block. */
  static int channel(int i) {
    return i / CHANNELS * (2 * CHANNELS) + i % CHANNELS;
  }

  /** The output rows that hold the partners of all pixels of some rows, these included. */
  static Range rows(ConvSpec spec, Range rows) {
    if (rows.isEmpty()) {
      return rows;
    }
    int columns = spec.width().output();
    int pixels = spec.height().output() * columns;
    int from = rows.from() * columns / 2 * 2;
    int to = Math.min(pixels, (rows.to() * columns + 1) / 2 * 2);
    return new Range(from / columns, (to + columns - 1) / columns);
  }

  /**
   * What the products take of the weights of a step in both halves of the reduction, in double,
   * rounded once at the end.
   *
   * @param a of the first half and block 0, {@code b} of block 1; {@code c} and {@code d} of the
   *     second half
   */
  static void weights(double a, double b, double c, double d, float[] target) {
    double t = d - (b - a);
    target[0] = (float) a;
    target[1] = (float) c;
    target[2] = (float) t;
    target[3] = (float) (b - a);
    target[4] = (float) d;
    target[5] = (float) (d - b);
    target[6] = (float) (c - t);
  }

  /** The same of all weights of a layer; a block that isn't there has zeros. */
  static void weights(ConvSpec spec, Filter filter, Target target) {
    int half = spec.reduction() / 2;
    int channels = spec.outputChannels();
    float[] products = new float[PRODUCTS];
    for (int i = 0; i < firsts(channels); i++) {
      int oc = channel(i);
      int partner = oc + CHANNELS;
      boolean paired = partner < channels;
      for (int k = 0; k < half; k++) {
        weights(
            filter.weight(oc, k),
            paired ? filter.weight(partner, k) : 0,
            filter.weight(oc, k + half),
            paired ? filter.weight(partner, k + half) : 0,
            products);
        for (int product = 0; product < PRODUCTS; product++) {
          target.place(product, i, k, products[product]);
        }
      }
    }
  }

  /** Where a weight of a product goes. */
  interface Target {
    void place(int product, int first, int k, float number);
  }
}
