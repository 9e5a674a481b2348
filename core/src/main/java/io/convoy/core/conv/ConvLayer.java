package io.convoy.core.conv;

import io.convoy.core.tensor.Range;
import java.util.HashMap;
import java.util.Map;

/**
 * A layer's weights and options, ready for images of any size: chooses the kernel for each size by
 * the spec alone, and packs the weights once a kernel.
 *
 * <p>It may have the weights of some output channels only. Then it chooses as the whole layer does,
 * so that they come out with the same bits, and computes slices of these channels and no others.
 *
 * <p>Safe for threads.
 */
public final class ConvLayer {
  /**
   * Weights of some output channels begin and end at a multiple of this, or at the layer's last: so
   * many are computed together by {@link StrassenProduct}.
   */
  public static final int CHANNELS_TOGETHER = 64;

  private final LayerOutline outline;
  private final Range outputChannels;
  private final Filter filter;
  private final Map<String, PreparedConv> packed = new HashMap<>();

  /**
   * A whole layer.
   *
   * @param algorithm {@code auto}, or the name of a kernel
   * @throws IllegalArgumentException where no kernel has that name
   */
  public ConvLayer(Filter filter, ConvOptions options, String algorithm) {
    this(
        new LayerOutline(filter.weights().shape(), options, algorithm),
        Range.all(filter.outputChannels()),
        filter);
  }

  /**
   * Some output channels of a layer of one group, from and to multiples of {@link
   * #CHANNELS_TOGETHER}.
   *
   * @param outline of the whole layer
   * @param outputChannels those whose weights are at hand
   * @param filter weights and bias of these
   */
  public ConvLayer(LayerOutline outline, Range outputChannels, Filter filter) {
    if (filter.outputChannels() != outputChannels.length()
        || outputChannels.to() > outline.outputChannels()
        || outputChannels.from() % CHANNELS_TOGETHER != 0
        || (outputChannels.to() % CHANNELS_TOGETHER != 0
            && outputChannels.to() != outline.outputChannels())
        || (outline.options().groups() > 1 && outputChannels.length() < outline.outputChannels())) {
      throw new IllegalArgumentException(
          "weights must be those of some output channels of the layer, from and to multiples of "
              + CHANNELS_TOGETHER
              + ", of all if it has groups:"
              + " outputChannels="
              + outputChannels
              + ", weights="
              + filter.weights().shape()
              + ", layer="
              + outline.weights()
              + ", groups="
              + outline.options().groups());
    }
    this.outline = outline;
    this.outputChannels = outputChannels;
    this.filter = filter;
  }

  /** The whole layer, but for its numbers. */
  public LayerOutline outline() {
    return outline;
  }

  /**
   * The packed convolution for a batch of images of this size. The first call with a kernel packs;
   * later ones share what it packed.
   *
   * @throws IllegalArgumentException where the size doesn't fit the layer, or the named kernel
   *     can't compute it
   */
  public PreparedConv prepare(int images, int inputHeight, int inputWidth) {
    ConvSpec whole = outline.spec(images, inputHeight, inputWidth);
    ConvSpec spec = whole.withOutputChannels(outputChannels.length());
    ConvKernel kernel = outline.kernel(whole);
    PreparedConv prepared;
    synchronized (packed) {
      prepared = packed.get(kernel.name());
      if (prepared == null) {
        prepared = kernel.prepare(spec, filter);
        packed.put(kernel.name(), prepared);
      }
    }
    if (!prepared.spec().equals(spec)) {
      prepared = prepared.resized(spec);
    }
    return spec.equals(whole) ? prepared : new SomeChannels(whole, outputChannels, prepared);
  }
}
