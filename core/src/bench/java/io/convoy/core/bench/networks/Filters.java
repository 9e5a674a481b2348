package io.convoy.core.bench.networks;

/**
 * What a convolution of a network is, apart from its numbers.
 *
 * @param channels output channels
 * @param kernelHeight rows of a filter
 * @param kernelWidth columns of a filter
 * @param stride step in both directions
 * @param padHeight zeros above and below
 * @param padWidth zeros on the left and on the right
 * @param groups groups of channels that don't mix
 * @param bias whether it has one; followed by a batch norm, it doesn't
 */
record Filters(
    int channels,
    int kernelHeight,
    int kernelWidth,
    int stride,
    int padHeight,
    int padWidth,
    int groups,
    boolean bias) {
  /** Dense, stride 1, no padding, no bias. */
  static Filters of(int channels, int kernel) {
    return new Filters(channels, kernel, kernel, 1, 0, 0, 1, false);
  }

  /** Filters of {@code height} × {@code width} that keep the image's size. */
  static Filters same(int channels, int height, int width) {
    return new Filters(channels, height, width, 1, height / 2, width / 2, 1, false);
  }

  /** Square filters that keep the image's size; an odd kernel. */
  static Filters same(int channels, int kernel) {
    return same(channels, kernel, kernel);
  }

  /** One filter of {@code kernel} × {@code kernel} a channel. */
  static Filters depthwise(int channels, int kernel) {
    return same(channels, kernel).groups(channels);
  }

  Filters stride(int step) {
    return new Filters(
        channels, kernelHeight, kernelWidth, step, padHeight, padWidth, groups, bias);
  }

  Filters groups(int count) {
    return new Filters(
        channels, kernelHeight, kernelWidth, stride, padHeight, padWidth, count, bias);
  }

  Filters biased() {
    return new Filters(
        channels, kernelHeight, kernelWidth, stride, padHeight, padWidth, groups, true);
  }

  int outputHeight(int height) {
    return (height + 2 * padHeight - kernelHeight) / stride + 1;
  }

  int outputWidth(int width) {
    return (width + 2 * padWidth - kernelWidth) / stride + 1;
  }
}
