package io.convoy.core.conv;

import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;

/**
 * One convolution problem: everything but the numbers.
 *
 * <p>Its text is the one-line notation of oneDNN's benchdnn, {@code
 * g32mb8ic512ih28oc512oh14kh3sh2ph1n"name"}, which {@link #parse} reads and {@link #toString}
 * prints; {@link ConvNotation} has its rules. The notation does not speak of bias and activation,
 * so the text doesn't either.
 *
 * @param groups parts into which both kinds of channels are cut; each is convolved by itself
 * @param images images of the batch
 * @param inputChannels of all groups together
 * @param outputChannels of all groups together
 * @param height how the window slides down
 * @param width how the window slides to the right
 * @param activation applied last
 * @param name what the problem is called, or empty
 */
public record ConvSpec(
    int groups,
    int images,
    int inputChannels,
    int outputChannels,
    Axis height,
    Axis width,
    Activation activation,
    String name) {
  public ConvSpec {
    positive("groups", groups);
    positive("images", images);
    positive("inputChannels", inputChannels);
    positive("outputChannels", outputChannels);
    divisible("inputChannels", inputChannels, groups);
    divisible("outputChannels", outputChannels, groups);
  }

  /**
   * Reads the one-line notation.
   *
   * @throws IllegalArgumentException with the rule that the text breaks, and the field
   */
  public static ConvSpec parse(String text) {
    return ConvNotation.parse(text);
  }

  /** Input channels of one group: the second extent of the weights. */
  public int groupInputChannels() {
    return inputChannels / groups;
  }

  /** Output channels of one group. */
  public int groupOutputChannels() {
    return outputChannels / groups;
  }

  /** Products that each output element adds: taps times input channels of a group. */
  public int reduction() {
    return Math.multiplyExact(
        Math.multiplyExact(height.kernel(), width.kernel()), groupInputChannels());
  }

  /** (N, C, H, W) of the input. */
  public Shape inputShape() {
    return Shape.of(images, inputChannels, height.input(), width.input());
  }

  /** (N, C, H, W) of the output. */
  public Shape outputShape() {
    return Shape.of(images, outputChannels, height.output(), width.output());
  }

  /** (O, I/groups, KH, KW) of the weights. */
  public Shape weightsShape() {
    return Shape.of(outputChannels, groupInputChannels(), height.kernel(), width.kernel());
  }

  /** The whole output as a slice. */
  public ConvSlice whole() {
    return new ConvSlice(Range.all(images), Range.all(outputChannels), Range.all(height.output()));
  }

  /** What the direct sum over the whole output costs. */
  public Work work() {
    return whole().work(this);
  }

  /** The same problem over another number of images. */
  public ConvSpec withImages(int count) {
    return new ConvSpec(
        groups, count, inputChannels, outputChannels, height, width, activation, name);
  }

  /** The same problem with another number of filters. */
  public ConvSpec withOutputChannels(int count) {
    return new ConvSpec(groups, images, inputChannels, count, height, width, activation, name);
  }

  /** The same problem with another activation. */
  public ConvSpec withActivation(Activation other) {
    return new ConvSpec(groups, images, inputChannels, outputChannels, height, width, other, name);
  }

  /** The one-line notation, shortest form: fields that have their default are left out. */
  @Override
  public String toString() {
    return ConvNotation.print(this);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + name + "=" + value);
    }
  }

  private static void divisible(String name, int channels, int groups) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          name + " must be divisible by groups: " + name + "=" + channels + ", groups=" + groups);
    }
  }
}
