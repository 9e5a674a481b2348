package io.convoy.core.bench;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * A convolution with numbers of a network's kind: inputs between -1 and 1, weights scaled so that
 * outputs are as large as inputs (He), no bias.
 *
 * @param input (N, C, H, W)
 */
record Problem(ConvSpec spec, Tensor input, Filter filter) {
  /** The same numbers for the same spec, always. */
  static Problem random(ConvSpec spec) {
    float scale = (float) Math.sqrt(6.0 / spec.reduction());
    return new Problem(
        spec, uniform(spec.inputShape(), 1f), Filter.of(uniform(spec.weightsShape(), scale)));
  }

  /** Floating-point operations of the plain sum, whatever a kernel saves of them. */
  static double flops(ConvSpec spec) {
    return 2.0 * spec.outputShape().elements() * spec.reduction();
  }

  private static Tensor uniform(Shape shape, float scale) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    Tensor tensor = Tensor.zeros(shape);
    float[] data = tensor.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = scale * (random.nextInt() * 0x1p-31f);
    }
    return tensor;
  }
}
