package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What happens to a sum on its way out: bias, residual, activation, in this order, while the row of
 * sums is still in the first cache.
 *
 * <p>Whole vectors are computed as vectors and what is left over as scalars, by the same
 * operations, which {@link Activation#apply} has.
 */
final class TailTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private TailTransform() {}

  /**
   * Finishes {@code count} channels of one pixel.
   *
   * @param sums the sums, from {@code so}
   * @param bias one number a channel, from {@code bo}
   * @param residual added where it is not null, from {@code ro}
   * @param output where the results go, from {@code oo}
   */
  static void run(
      Activation activation,
      float[] sums,
      int so,
      float[] bias,
      int bo,
      float[] residual,
      int ro,
      float[] output,
      int oo,
      int count) {
    int whole = count - count % L;
    if (residual == null) {
      for (int i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, sums, so + i)
            .add(FloatVector.fromArray(S, bias, bo + i))
            .intoArray(output, oo + i);
      }
    } else {
      for (int i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, sums, so + i)
            .add(FloatVector.fromArray(S, bias, bo + i))
            .add(FloatVector.fromArray(S, residual, ro + i))
            .intoArray(output, oo + i);
      }
    }
    activate(activation, output, oo, whole);
    for (int i = whole; i < count; i++) {
      float y = sums[so + i] + bias[bo + i];
      if (residual != null) {
        y += residual[ro + i];
      }
      output[oo + i] = activation.apply(y);
    }
  }

  /** Applies the activation in place to {@code count} numbers, a multiple of the lanes. */
  private static void activate(Activation activation, float[] y, int yo, int count) {
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> {
        for (int i = 0; i < count; i += L) {
          FloatVector x = FloatVector.fromArray(S, y, yo + i);
          x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(y, yo + i);
        }
      }
      case CLIP -> {
        for (int i = 0; i < count; i += L) {
          FloatVector x = FloatVector.fromArray(S, y, yo + i);
          clip(x, activation.low(), activation.high()).intoArray(y, yo + i);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < count; i += L) {
          FloatVector x = FloatVector.fromArray(S, y, yo + i);
          x.blend(x.mul(activation.low()), x.compare(VectorOperators.LT, 0f)).intoArray(y, yo + i);
        }
      }
      case HARD_SWISH -> {
        for (int i = 0; i < count; i += L) {
          FloatVector x = FloatVector.fromArray(S, y, yo + i);
          x.mul(clip(x.add(3f), 0f, 6f)).mul(1f / 6f).intoArray(y, yo + i);
        }
      }
    }
  }

  private static FloatVector clip(FloatVector x, float low, float high) {
    FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
    return raised.blend(high, raised.compare(VectorOperators.GT, high));
  }
}
