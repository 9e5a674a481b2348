package io.convoy.core.model;

import java.util.Arrays;
import java.util.List;

/** Steps on plain tensors, row by row of the last extent. */
final class RowSteps {
  /** Sums of a row that are added up side by side: no vector is longer. */
  private static final int APART = 16;

  private RowSteps() {}

  /** e^(x - largest) / sum, within each row. */
  record Softmax(Place x, Place y) implements Step {
    @Override
    public void run(Run run) {
      float[] data = run.activations();
      float[] sums = run.arena().scratch();
      int width = y.channels();
      for (int n = 0; n < run.images(); n++) {
        int xo = run.base(x, n);
        int yo = run.base(y, n);
        for (int at = 0; at < x.elements; at += width) {
          float most = ChannelsTransform.largest(data, xo + at, width);
          ChannelsTransform.exponential(data, xo + at, most, data, yo + at, width);
          float sum = sum(data, yo + at, width, sums);
          ChannelsTransform.divide(data, yo + at, sum, data, yo + at, width);
        }
      }
    }

    /** Every {@link #APART}th number by itself, and then those sums. */
    private static float sum(float[] numbers, int from, int count, float[] sums) {
      Arrays.fill(sums, 0, APART, 0f);
      for (int at = 0; at < count; at += APART) {
        int some = Math.min(APART, count - at);
        ChannelsTransform.combine(
            ChannelsTransform.Sum.ADD, sums, 0, numbers, from + at, sums, 0, some);
      }
      float sum = 0;
      for (int i = 0; i < APART; i++) {
        sum += sums[i];
      }
      return sum;
    }

    @Override
    public int scratchFloats() {
      return APART;
    }

    @Override
    public List<Place> places() {
      return List.of(x, y);
    }

    @Override
    public long operations() {
      return y.elements * (ElementSteps.Function.EXPONENTIAL + 3L * ElementSteps.COMBINED);
    }

    @Override
    public String algorithm() {
      return "rows";
    }
  }

  /** z = x (operation) y, where y has one number for each row. */
  record Combine(ChannelsTransform.Sum operation, Place x, Place y, Place z) implements Step {
    @Override
    public void run(Run run) {
      float[] data = run.activations();
      float[] repeated = run.arena().scratch();
      int width = z.channels();
      for (int n = 0; n < run.images(); n++) {
        int xo = run.base(x, n);
        int yo = run.base(y, n);
        int zo = run.base(z, n);
        for (int row = 0; row < y.elements; row++) {
          Arrays.fill(repeated, 0, width, data[yo + row]);
          int at = row * width;
          ChannelsTransform.combine(operation, data, xo + at, repeated, 0, data, zo + at, width);
        }
      }
    }

    @Override
    public int scratchFloats() {
      return z.channels();
    }

    @Override
    public List<Place> places() {
      return List.of(x, y, z);
    }

    @Override
    public long operations() {
      return 2L * z.elements * ElementSteps.COMBINED;
    }

    @Override
    public String algorithm() {
      return "rows";
    }
  }
}
