package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.model.operator.Curve;
import io.convoy.core.tensor.Range;
import java.util.List;

/** Steps that compute each element from elements at the same position. */
final class ElementSteps {
  /** Two numbers loaded, combined and stored. */
  static final int COMBINED = 4;

  /** Floats from which on the call of a loop is nothing beside the loop. */
  private static final int STRETCH = 512;

  /** An activation of comparisons and products, in place. */
  static final int ACTIVATED = 4;

  private ElementSteps() {}

  /** The numbers that a step adds or multiplies with: a place, or constants for each channel. */
  record Other(Place place, float[] channels) {
    static Other of(Place place) {
      return new Other(place, null);
    }

    static Other of(float[] channels) {
      return new Other(null, channels);
    }

    /** Whether it has one number a channel for all pixels. */
    boolean repeats(Place full) {
      return place == null || place.elements != full.elements;
    }
  }

  /** z = activation(x (operation) y). */
  record Combine(ChannelsTransform.Sum operation, Place x, Other y, Place z, Activation activation)
      implements RowStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      boolean repeats = y.repeats(x);
      Range pixels = z.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        int xo = run.base(x, n);
        int zo = run.base(z, n);
        float[] other = y.place() == null ? y.channels() : data;
        int yo = y.place() == null ? 0 : run.base(y.place(), n);
        boolean dense = !repeats && x.isDense() && z.isDense() && y.place().isDense();
        int together = dense ? pixels.length() : 1;
        int count = together * x.channels();
        int yStep = repeats ? 0 : y.place().step();
        for (int p = pixels.from(); p < pixels.to(); p += together) {
          int to = zo + p * z.step();
          ChannelsTransform.combine(
              operation, data, xo + p * x.step(), other, yo + p * yStep, data, to, count);
          ChannelsTransform.activate(activation, data, to, count);
        }
      }
    }

    @Override
    public Place rowsOf() {
      return z;
    }

    @Override
    public List<Place> reads() {
      return y.place() == null ? List.of(x) : List.of(x, y.place());
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      return read.elements == z.elements ? rows : Range.all(read.rows());
    }

    @Override
    public List<Place> places() {
      return y.place() == null ? List.of(x, z) : List.of(x, y.place(), z);
    }

    @Override
    public long operations() {
      return z.elements * (COMBINED + activated(activation));
    }
  }

  /** y = activation(x · scale[c] + shift[c]). */
  record Affine(Place x, float[] scale, float[] shift, Place y, Activation activation)
      implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      Range pixels = y.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        int xo = run.base(x, n);
        int yo = run.base(y, n);
        for (int p = pixels.from(); p < pixels.to(); p++) {
          int to = yo + p * y.step();
          ChannelsTransform.affine(data, xo + p * x.step(), scale, shift, data, to, x.channels());
          ChannelsTransform.activate(activation, data, to, x.channels());
        }
      }
    }

    @Override
    public long operations() {
      return y.elements * (COMBINED + activated(activation));
    }
  }

  /** The channels of as many pixels as make a stretch that is worth a call. */
  private static float[] repeated(float[] channels) {
    int pixels = Math.max(1, STRETCH / Math.max(1, channels.length));
    float[] repeated = new float[pixels * channels.length];
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(channels, 0, repeated, p * channels.length, channels.length);
    }
    return repeated;
  }

  private static int activated(Activation activation) {
    return activation.kind() == Activation.Kind.NONE ? 0 : ACTIVATED;
  }

  /** What is done to a stretch of numbers. */
  @FunctionalInterface
  interface Stretch {
    void apply(float[] x, int xo, float[] y, int yo, int count);
  }

  /**
   * A function of one number, by stretches.
   *
   * @param operations what it takes of one number, in multiply-adds
   */
  record Function(Stretch stretch, int operations) {
    /** The thirty instructions of e^x, and a division. */
    static final int EXPONENTIAL = 40;

    /** A call for each number, and no vector: some ten nanoseconds. */
    static final int ONE_BY_ONE = 500;

    /** One by one. */
    static Function of(Curve curve) {
      return new Function(
          (x, xo, y, yo, count) -> {
            for (int i = 0; i < count; i++) {
              y[yo + i] = curve.at(x[xo + i]);
            }
          },
          ONE_BY_ONE);
    }

    /** x · scale + shift with numbers that are repeated for each pixel. */
    static Function affine(float[] scale, float[] shift) {
      float[] scales = repeated(scale);
      float[] shifts = repeated(shift);
      return new Function(
          (x, xo, y, yo, count) -> {
            for (int i = 0; i < count; i += scales.length) {
              ChannelsTransform.affine(
                  x, xo + i, scales, shifts, y, yo + i, Math.min(scales.length, count - i));
            }
          },
          COMBINED);
    }

    static Function of(Activation activation) {
      return new Function(
          (x, xo, y, yo, count) -> {
            System.arraycopy(x, xo, y, yo, count);
            ChannelsTransform.activate(activation, y, yo, count);
          },
          ACTIVATED);
    }
  }

  /** y = function(x). */
  record Apply(Function function, Place x, Place y) implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      Range pixels = y.pixels(rows);
      int together = x.isDense() && y.isDense() ? pixels.length() : 1;
      int count = together * x.channels();
      for (int n = 0; n < run.images(); n++) {
        int xo = run.base(x, n);
        int yo = run.base(y, n);
        for (int p = pixels.from(); p < pixels.to(); p += together) {
          function.stretch().apply(data, xo + p * x.step(), data, yo + p * y.step(), count);
        }
      }
    }

    @Override
    public long operations() {
      return y.elements * function.operations();
    }
  }
}
