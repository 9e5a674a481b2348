package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to sums on their way out: bias, residual, activation, in this order. Micro-kernels
 * do the most common of it in their registers; this is the pass for all else, while the sums are
 * still in the first cache.
 *
 * <p>Whole vectors are computed as vectors and the channels left over as scalars, by the same
 * operations, which {@link Activation#apply} has.
 */
final class TailTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  /**
   * A residual or bias of one tile's channels that changes nothing: minus zero, added to any
   * number, gives that number.
   */
  static final float[] NOTHING = nothing();

  private final Activation activation;
  private final float[] bias;
  private final boolean biased;

  /** The bounds that the vector loop clips to; infinite where the activation has none. */
  private final float low;

  private final float high;

  /**
   * @param bias one number an output channel, and room for the vectors of the last block
   */
  TailTransform(Activation activation, float[] bias) {
    this.bias = bias;
    this.biased = anyNotZero(bias);
    this.activation = activation;
    this.low =
        switch (activation.kind()) {
          case RELU, CLIP -> activation.low();
          case NONE, LEAKY_RELU, HARD_SWISH -> Float.NEGATIVE_INFINITY;
        };
    this.high =
        activation.kind() == Activation.Kind.CLIP ? activation.high() : Float.POSITIVE_INFINITY;
  }

  private static float[] nothing() {
    float[] numbers = new float[InPlaceMicroKernel.VECTORS * L];
    Arrays.fill(numbers, -0f);
    return numbers;
  }

  private static boolean anyNotZero(float[] bias) {
    for (float number : bias) {
      if (number != 0f) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether there is nothing to do to sums that no residual is added to. A bias of zero is minus
   * zero ({@link Filter}), and changes no bit.
   */
  boolean isNothing() {
    return activation.kind() == Activation.Kind.NONE && !biased;
  }

  /**
   * Whether it is bias, residual and a lower bound at most: what micro-kernels do to sums in the
   * registers.
   */
  boolean isLowerBound() {
    return activation.kind() == Activation.Kind.NONE || activation.kind() == Activation.Kind.RELU;
  }

  /** Whether it is bias, residual and two bounds at most. */
  boolean isBounds() {
    return isLowerBound() || activation.kind() == Activation.Kind.CLIP;
  }

  /** One number an output channel, and room for the vectors of the last block. */
  float[] bias() {
    return bias;
  }

  /** What sums are raised to; minus infinity where the activation has no lower bound. */
  float low() {
    return low;
  }

  /** What sums are lowered to; infinity where the activation has no upper bound. */
  float high() {
    return high;
  }

  /**
   * How many of some pixels that lie next to each other can be written in whole vectors, though
   * these reach {@code past} channels into the next pixel: those that are followed by one of them
   * whose channels are all still to come, and which holds nothing yet that is needed.
   *
   * @param from the first channel that is written of each pixel, and {@code to} the one after the
   *     last
   */
  int wholePixels(int pixels, int past, Block residual, Block output, int from, int to) {
    Range held = output.channels();
    boolean follows = residual == null && held.from() == from && held.to() == to;
    return follows ? Math.max(0, pixels - (past + to - from - 1) / (to - from)) : 0;
  }

  /**
   * Finishes some pixels that lie next to each other in a row of the output.
   *
   * @param sums the first pixel's sums, from {@code so}; the next pixel's follow after {@code
   *     step}; may be the output itself
   * @param residual added where it is not null
   * @param oc0 the first channel, and {@code oc1} the one after the last
   */
  void run(
      float[] sums,
      int so,
      int step,
      Block residual,
      Block output,
      int n,
      int oh,
      int ow,
      int pixels,
      int oc0,
      int oc1) {
    int yo = output.index(n, oc0, oh, ow);
    int yStep = output.channels().length();
    int channels = oc1 - oc0;
    float[] y = output.data();
    if (residual == null) {
      run(sums, so, step, NOTHING, 0, 0, 0, y, yo, yStep, pixels, oc0, channels);
    } else {
      int ro = residual.index(n, oc0, oh, ow);
      int rStep = residual.channels().length();
      run(sums, so, step, residual.data(), ro, rStep, 1, y, yo, yStep, pixels, oc0, channels);
    }
  }

  /**
   * Finishes the sums of some pixels, at even steps.
   *
   * @param residual from {@code ro}, with its steps from pixel to pixel and from channel to
   *     channel: {@link #NOTHING} with steps of 0, where there is none
   */
  void run(
      float[] sums,
      int so,
      int step,
      float[] residual,
      int ro,
      int rStep,
      int rChannel,
      float[] y,
      int yo,
      int yStep,
      int pixels,
      int oc0,
      int channels) {
    int whole = channels - channels % L;
    // Pixels innermost: a vector of bias serves them all, and most tails are two vectors wide,
    // written together, for they often share a cache line. The last channels first, for their
    // vector may reach into the next pixel.
    int i = whole;
    while (i > 0) {
      boolean pair = isBounds() && i % (2 * L) == 0;
      i -= pair ? 2 * L : L;
      int s = so + i;
      int oc = oc0 + i;
      int r = ro + i * rChannel;
      int to = yo + i;
      if (pair && isLowerBound()) {
        raisedPair(sums, s, step, oc, residual, r, rStep, rChannel, y, to, yStep, pixels);
      } else if (pair) {
        pair(sums, s, step, oc, residual, r, rStep, rChannel, y, to, yStep, pixels);
      } else {
        vectors(sums, s, step, oc, residual, r, rStep, y, to, yStep, pixels);
      }
    }
    if (whole < channels) {
      int count = sums == y ? 0 : pixels;
      while (count > 0
          && (so + (count - 1) * step + whole + L > sums.length
              || ro + (count - 1) * rStep + whole * rChannel + L > residual.length)) {
        count--;
      }
      aside(
          sums,
          so + whole,
          step,
          oc0 + whole,
          residual,
          ro + whole * rChannel,
          rStep,
          y,
          yo + whole,
          yStep,
          count,
          channels - whole);
      for (int p = count; p < pixels; p++) {
        for (int k = whole; k < channels; k++) {
          float sum = sums[so + p * step + k] + bias[oc0 + k];
          float added = residual[ro + p * rStep + k * rChannel];
          y[yo + p * yStep + k] = activation.apply(sum + added);
        }
      }
    }
  }

  /** Finishes one vector of each pixel. */
  private void vectors(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    if (isBounds()) {
      one(sums, so, step, oc, residual, ro, rStep, y, yo, yStep, pixels);
    } else if (activation.kind() == Activation.Kind.LEAKY_RELU) {
      leak(sums, so, step, oc, residual, ro, rStep, y, yo, yStep, pixels);
    } else {
      swish(sums, so, step, oc, residual, ro, rStep, y, yo, yStep, pixels);
    }
  }

  /**
   * Finishes less than a vector of each pixel: a vector where its sums lie, of which the channels
   * are copied out. The last pixel first, for its vector may reach into the sums of the next.
   */
  private void aside(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int pixels,
      int channels) {
    for (int p = pixels - 1; p >= 0; p--) {
      int s = so + p * step;
      vectors(sums, s, step, oc, residual, ro + p * rStep, rStep, sums, s, step, 1);
      for (int k = 0; k < channels; k++) {
        y[yo + p * yStep + k] = sums[s + k];
      }
    }
  }

  /** Lowers some pixels' finished vectors, which were raised in registers, to the upper bound. */
  void lower(float[] y, int yo, int yStep, int pixels, int channels) {
    for (int i = 0; i < channels; i += L) {
      lower(y, yo + i, yStep, pixels);
    }
  }

  private void lower(float[] y, int yo, int yStep, int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x = FloatVector.fromArray(S, y, yo + p * yStep);
      x.blend(high, x.compare(VectorOperators.GT, high)).intoArray(y, yo + p * yStep);
    }
  }

  private void one(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x =
          FloatVector.fromArray(S, sums, so + p * step)
              .add(FloatVector.fromArray(S, bias, oc))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep));
      clip(x, low, high).intoArray(y, yo + p * yStep);
    }
  }

  private void pair(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      int rChannel,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x0 =
          FloatVector.fromArray(S, sums, so + p * step)
              .add(FloatVector.fromArray(S, bias, oc))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep));
      FloatVector x1 =
          FloatVector.fromArray(S, sums, so + p * step + L)
              .add(FloatVector.fromArray(S, bias, oc + L))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep + rChannel * L));
      clip(x0, low, high).intoArray(y, yo + p * yStep);
      clip(x1, low, high).intoArray(y, yo + p * yStep + L);
    }
  }

  /** As {@link #pair}, with no upper bound: half of the comparisons. */
  private void raisedPair(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      int rChannel,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x0 =
          FloatVector.fromArray(S, sums, so + p * step)
              .add(FloatVector.fromArray(S, bias, oc))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep));
      FloatVector x1 =
          FloatVector.fromArray(S, sums, so + p * step + L)
              .add(FloatVector.fromArray(S, bias, oc + L))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep + rChannel * L));
      raise(x0, low).intoArray(y, yo + p * yStep);
      raise(x1, low).intoArray(y, yo + p * yStep + L);
    }
  }

  /** As {@link #one}, for a leaky ReLU. */
  private void leak(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x =
          FloatVector.fromArray(S, sums, so + p * step)
              .add(FloatVector.fromArray(S, bias, oc))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep));
      x.blend(x.mul(activation.low()), x.compare(VectorOperators.LT, 0f))
          .intoArray(y, yo + p * yStep);
    }
  }

  /** As {@link #one}, for a hard swish. */
  private void swish(
      float[] sums,
      int so,
      int step,
      int oc,
      float[] residual,
      int ro,
      int rStep,
      float[] y,
      int yo,
      int yStep,
      int pixels) {
    for (int p = 0; p < pixels; p++) {
      FloatVector x =
          FloatVector.fromArray(S, sums, so + p * step)
              .add(FloatVector.fromArray(S, bias, oc))
              .add(FloatVector.fromArray(S, residual, ro + p * rStep));
      x.mul(clip(x.add(3f), 0f, 6f)).mul(1f / 6f).intoArray(y, yo + p * yStep);
    }
  }

  private static FloatVector clip(FloatVector x, float low, float high) {
    FloatVector raised = raise(x, low);
    return raised.blend(high, raised.compare(VectorOperators.GT, high));
  }

  private static FloatVector raise(FloatVector x, float low) {
    return x.blend(low, x.compare(VectorOperators.LT, low));
  }
}
