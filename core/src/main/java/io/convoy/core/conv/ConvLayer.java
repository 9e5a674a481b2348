package io.convoy.core.conv;

import java.util.HashMap;
import java.util.Map;

/**
 * A layer's weights and options, ready for images of any size: chooses the kernel for each size by
 * the spec alone, and packs the weights once a kernel.
 *
 * <p>Safe for threads.
 */
public final class ConvLayer {
  private final Filter filter;
  private final ConvOptions options;
  private final String algorithm;
  private final Map<String, PreparedConv> packed = new HashMap<>();

  /**
   * @param algorithm {@code auto}, or the name of a kernel
   * @throws IllegalArgumentException where no kernel has that name
   */
  public ConvLayer(Filter filter, ConvOptions options, String algorithm) {
    ConvKernels.checkName(algorithm);
    this.filter = filter;
    this.options = options;
    this.algorithm = algorithm;
  }

  public Filter filter() {
    return filter;
  }

  public ConvOptions options() {
    return options;
  }

  public int inputChannels() {
    return Math.multiplyExact(filter.groupInputChannels(), options.groups());
  }

  /** The problem for a batch of images of this size. */
  public ConvSpec spec(int images, int inputHeight, int inputWidth) {
    return options.spec(filter, images, inputChannels(), inputHeight, inputWidth);
  }

  /**
   * The packed convolution for a batch of images of this size. The first call with a kernel packs;
   * later ones share what it packed.
   *
   * @throws IllegalArgumentException where the size doesn't fit the layer, or the named kernel
   *     can't compute it
   */
  public PreparedConv prepare(int images, int inputHeight, int inputWidth) {
    ConvSpec spec = spec(images, inputHeight, inputWidth);
    ConvKernel kernel = ConvKernels.choose(spec, algorithm);
    synchronized (packed) {
      PreparedConv prepared = packed.get(kernel.name());
      if (prepared == null) {
        prepared = kernel.prepare(spec, filter);
        packed.put(kernel.name(), prepared);
      }
      return prepared.spec().equals(spec) ? prepared : prepared.resized(spec);
    }
  }
}
