package io.convoy.core.conv;

import java.util.Optional;

/**
 * The dense convolution with seven eighths of the multiplications, by Strassen's product of
 * matrices: {@link StrassenProduct} computes it.
 */
final class StrassenConv implements ConvKernel {
  /**
   * What the sums around the products take, in parts of the time that these would take by the plain
   * sum, is about 16 / products + 16 / outputChannels, measured on 1×1 layers; from here on that
   * leaves something of the eighth that is saved.
   */
  private static final int LEAST = 144;

  @Override
  public String name() {
    return "strassen";
  }

  @Override
  public ConvKernel twin() {
    return new StrassenReference();
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.groups() != 1) {
      return Optional.of("it computes one group only: groups=" + spec.groups());
    }
    if (spec.reduction() % 2 != 0) {
      return Optional.of(
          "it halves sums of an even number of products: products=" + spec.reduction());
    }
    long pixels = pixels(spec);
    if (pixels > Integer.MAX_VALUE) {
      return Optional.of(
          "it numbers at most " + Integer.MAX_VALUE + " pixels of an image: pixels=" + pixels);
    }
    return Optional.empty();
  }

  /**
   * The rule of {@code auto}: the sums around the products must cost less than the eighth of them
   * that is saved, and few pixels and output channels may be paired with zeros.
   */
  @Override
  public Optional<String> whyNotByDefault(ConvSpec spec) {
    Optional<String> whyNot = whyNot(spec);
    if (whyNot.isPresent()) {
      return whyNot;
    }
    int channels = spec.outputChannels();
    long products = spec.reduction();
    if (products * channels < LEAST * (products + channels)) {
      return Optional.of(
          "it pays where products · outputChannels is at least "
              + LEAST
              + " · (products + outputChannels): products="
              + products
              + ", outputChannels="
              + channels);
    }
    long pixels = pixels(spec);
    if (isWasted(2L * StrassenBlocks.firsts(channels), channels)
        || isWasted(pixels + pixels % 2, pixels)) {
      return Optional.of(
          "it pays where nearly all pixels have a partner, and nearly all output channels, "
              + StrassenBlocks.CHANNELS
              + " further on: outputChannels="
              + channels
              + ", pixels="
              + pixels);
    }
    return Optional.empty();
  }

  private static long pixels(ConvSpec spec) {
    return (long) spec.height().output() * spec.width().output();
  }

  /** Whether more than half of what is saved goes into pairs with zeros. */
  private static boolean isWasted(long computed, long wanted) {
    return 16 * (computed - wanted) > wanted;
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    return Footprint.of(new StrassenProduct(spec, StrassenProduct.outline(spec)));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    Optional<String> whyNot = whyNot(spec);
    if (whyNot.isPresent()) {
      throw new IllegalArgumentException(whyNot.get());
    }
    return new StrassenProduct(spec, StrassenProduct.weights(spec, filter));
  }
}
