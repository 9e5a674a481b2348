package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to sums on their way out: bias, residual, activation, in this order, while they are
 * still in the first cache.
 *
 * <p>Whole vectors are computed as vectors and the channels left over as scalars, by the same
 * operations, which {@link Activation#apply} has.
 */
final class TailTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

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
    int oo = output.index(n, oc0, oh, ow);
    int outputStep = output.channels().length();
    int count = oc1 - oc0;
    int whole = count - count % L;
    if (residual == null) {
      plain(sums, so, step, oc0, output.data(), oo, outputStep, pixels, whole);
    } else {
      int ro = residual.index(n, oc0, oh, ow);
      int residualStep = residual.channels().length();
      for (int p = 0; p < pixels; p++) {
        add(
            sums,
            so + p * step,
            oc0,
            residual.data(),
            ro + p * residualStep,
            output.data(),
            oo + p * outputStep,
            whole);
      }
    }
    if (activation.kind() == Activation.Kind.LEAKY_RELU) {
      leak(output.data(), oo, outputStep, pixels, whole);
    } else if (activation.kind() == Activation.Kind.HARD_SWISH) {
      swish(output.data(), oo, outputStep, pixels, whole);
    }
    if (whole < count) {
      rest(sums, so, step, residual, output, n, oh, ow, pixels, oc0 + whole, oc1, whole);
    }
  }

  private void plain(
      float[] sums,
      int so,
      int step,
      int oc0,
      float[] y,
      int yo,
      int yStep,
      int pixels,
      int count) {
    for (int p = 0; p < pixels; p++) {
      for (int i = 0; i < count; i += L) {
        FloatVector x =
            FloatVector.fromArray(S, sums, so + p * step + i)
                .add(FloatVector.fromArray(S, bias, oc0 + i));
        clip(x, low, high).intoArray(y, yo + p * yStep + i);
      }
    }
  }

  private void add(
      float[] sums, int so, int oc0, float[] residual, int ro, float[] y, int yo, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector x =
          FloatVector.fromArray(S, sums, so + i)
              .add(FloatVector.fromArray(S, bias, oc0 + i))
              .add(FloatVector.fromArray(S, residual, ro + i));
      clip(x, low, high).intoArray(y, yo + i);
    }
  }

  private void leak(float[] y, int yo, int step, int pixels, int count) {
    for (int p = 0; p < pixels; p++) {
      for (int i = yo + p * step; i < yo + p * step + count; i += L) {
        FloatVector x = FloatVector.fromArray(S, y, i);
        x.blend(x.mul(activation.low()), x.compare(VectorOperators.LT, 0f)).intoArray(y, i);
      }
    }
  }

  private static void swish(float[] y, int yo, int step, int pixels, int count) {
    for (int p = 0; p < pixels; p++) {
      for (int i = yo + p * step; i < yo + p * step + count; i += L) {
        FloatVector x = FloatVector.fromArray(S, y, i);
        x.mul(clip(x.add(3f), 0f, 6f)).mul(1f / 6f).intoArray(y, i);
      }
    }
  }

  /** The channels that fill no vector. */
  private void rest(
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
      int oc1,
      int skipped) {
    for (int p = 0; p < pixels; p++) {
      for (int oc = oc0; oc < oc1; oc++) {
        float y = sums[so + p * step + skipped + oc - oc0] + bias[oc];
        if (residual != null) {
          y += residual.data()[residual.index(n, oc, oh, ow + p)];
        }
        output.data()[output.index(n, oc, oh, ow + p)] = activation.apply(y);
      }
    }
  }

  private static FloatVector clip(FloatVector x, float low, float high) {
    FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
    return raised.blend(high, raised.compare(VectorOperators.GT, high));
  }
}
