package io.convoy.core.conv;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Objects;

/**
 * The numbers of a convolution layer: weights (O, I/groups, KH, KW) and a bias for each output
 * channel.
 *
 * <p>A bias of zero is held as minus zero, which leaves every sum as it is; plus zero would turn a
 * sum that underflowed to minus zero around. So a kernel may add it or leave it out.
 */
public record Filter(Tensor weights, float[] bias) {
  /**
   * @throws IllegalArgumentException where the weights don't have four dimensions or the bias not
   *     one number an output channel
   */
  public Filter {
    Objects.requireNonNull(weights);
    checkShape(weights.shape());
    bias = bias(weights.shape(), bias);
  }

  /**
   * A bias as a filter holds it, zeros as minus zeros.
   *
   * @param weights shape of the weights that it goes with
   * @throws IllegalArgumentException where it has not one number an output channel
   */
  public static float[] bias(Shape weights, float[] numbers) {
    if (numbers.length != weights.extent(0)) {
      throw new IllegalArgumentException(
          "bias must have one number an output channel: bias="
              + numbers.length
              + ", outputChannels="
              + weights.extent(0));
    }
    float[] bias = numbers.clone();
    for (int oc = 0; oc < bias.length; oc++) {
      bias[oc] = bias[oc] == 0f ? -0f : bias[oc];
    }
    return bias;
  }

  /**
   * Checks what can be weights by their shape.
   *
   * @throws IllegalArgumentException where that has not four dimensions
   */
  static void checkShape(Shape weights) {
    if (weights.rank() != 4) {
      throw new IllegalArgumentException(
          "weights must have four dimensions (O, I, KH, KW): shape=" + weights);
    }
  }

  /** A filter without bias. */
  public static Filter of(Tensor weights) {
    return new Filter(weights, new float[weights.shape().extent(0)]);
  }

  public int outputChannels() {
    return weights.shape().extent(0);
  }

  /** Input channels of one group. */
  public int groupInputChannels() {
    return weights.shape().extent(1);
  }

  public int kernelHeight() {
    return weights.shape().extent(2);
  }

  public int kernelWidth() {
    return weights.shape().extent(3);
  }

  /**
   * The weight of a product in the order of the plain sum: kernel row, kernel column, input
   * channel.
   *
   * @param outputChannel of all groups
   * @param k which of its products
   */
  float weight(int outputChannel, int k) {
    int channels = groupInputChannels();
    int taps = kernelHeight() * kernelWidth();
    return weights.data()[(outputChannel * channels + k % channels) * taps + k / channels];
  }

  /**
   * Checks that these are numbers of that problem.
   *
   * @throws IllegalArgumentException where the shapes disagree
   */
  void check(ConvSpec spec) {
    Shape expected = spec.weightsShape();
    if (!weights.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "weights must have the shape of the spec: weights="
              + weights.shape()
              + ", expected="
              + expected
              + ", spec="
              + spec);
    }
  }
}
