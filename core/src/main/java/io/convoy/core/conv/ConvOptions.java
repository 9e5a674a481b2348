package io.convoy.core.conv;

import io.convoy.core.tensor.Shape;

/**
 * What a layer does besides its weights, by PyTorch's names. With the size of an image it makes a
 * {@link ConvSpec}.
 */
public record ConvOptions(
    int groups,
    int strideHeight,
    int strideWidth,
    Padding padding,
    int dilationHeight,
    int dilationWidth,
    Activation activation) {
  /** One group, stride 1, no padding, dense, no activation. */
  public static final ConvOptions PLAIN =
      new ConvOptions(1, 1, 1, Padding.VALID, 1, 1, Activation.NONE);

  /**
   * The problem that these options, weights of this shape and images of this size make.
   *
   * @param weights (O, I/groups, KH, KW)
   * @throws IllegalArgumentException where they don't go together
   */
  public ConvSpec spec(
      Shape weights, int images, int inputChannels, int inputHeight, int inputWidth) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1: groups=" + groups);
    }
    if (inputChannels != weights.extent(1) * groups) {
      throw new IllegalArgumentException(
          "input channels must equal weights' input channels times groups: input="
              + inputChannels
              + ", weights="
              + weights.extent(1)
              + ", groups="
              + groups);
    }
    return new ConvSpec(
        groups,
        images,
        inputChannels,
        weights.extent(0),
        padding.height(inputHeight, weights.extent(2), strideHeight, dilationHeight),
        padding.width(inputWidth, weights.extent(3), strideWidth, dilationWidth),
        activation,
        "");
  }
}
