package io.convoy.core.conv;

import io.convoy.core.tensor.Shape;
import java.util.Objects;

/**
 * A layer without its numbers: all that decides which kernel computes it, and what that takes.
 *
 * @param weights shape of all weights, (O, I/groups, KH, KW)
 * @param options what the layer does besides
 * @param algorithm {@code auto}, or the name of a kernel
 */
public record LayerOutline(Shape weights, ConvOptions options, String algorithm) {
  /**
   * @throws IllegalArgumentException where weights have not four dimensions, or no kernel has that
   *     name
   */
  public LayerOutline {
    Objects.requireNonNull(options);
    Filter.checkShape(weights);
    ConvKernels.checkName(algorithm);
  }

  public int outputChannels() {
    return weights.extent(0);
  }

  public int inputChannels() {
    return Math.multiplyExact(weights.extent(1), options.groups());
  }

  /**
   * The problem for a batch of images of this size.
   *
   * @throws IllegalArgumentException where the size doesn't fit the layer
   */
  public ConvSpec spec(int images, int inputHeight, int inputWidth) {
    return options.spec(weights, images, inputChannels(), inputHeight, inputWidth);
  }

  /**
   * The problem for one record (C, H, W), whose channels are held against the layer's.
   *
   * @throws IllegalArgumentException where the record doesn't fit the layer
   */
  public ConvSpec spec(Shape record) {
    return options.spec(weights, 1, record.extent(0), record.extent(1), record.extent(2));
  }

  /**
   * The kernel that computes a problem of this layer, whichever of its channels are asked for.
   *
   * @throws IllegalArgumentException where the named kernel can't compute it
   */
  public ConvKernel kernel(ConvSpec spec) {
    return ConvKernels.choose(spec, algorithm);
  }
}
