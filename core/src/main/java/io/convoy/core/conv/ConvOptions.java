package io.convoy.core.conv;

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
   * The problem that these options, these weights and images of this size make.
   *
   * @throws IllegalArgumentException where they don't go together
   */
  public ConvSpec spec(
      Filter filter, int images, int inputChannels, int inputHeight, int inputWidth) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1: groups=" + groups);
    }
    if (inputChannels != filter.groupInputChannels() * groups) {
      throw new IllegalArgumentException(
          "input channels must equal weights' input channels times groups: input="
              + inputChannels
              + ", weights="
              + filter.groupInputChannels()
              + ", groups="
              + groups);
    }
    return new ConvSpec(
        groups,
        images,
        inputChannels,
        filter.outputChannels(),
        padding.height(inputHeight, filter.kernelHeight(), strideHeight, dilationHeight),
        padding.width(inputWidth, filter.kernelWidth(), strideWidth, dilationWidth),
        activation,
        "");
  }
}
