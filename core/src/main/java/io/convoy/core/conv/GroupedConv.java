package io.convoy.core.conv;

import java.util.Optional;

/**
 * A convolution of groups so small that packing windows would take longer than the products, as
 * ResNeXt's of 4 to 16 channels.
 *
 * <p>How it is computed stands in {@link PlaneConv}. Same bits as {@link ReferenceConv}.
 */
final class GroupedConv implements ConvKernel {
  /** In larger groups a packed window serves several vectors of output channels. */
  private static final int MOST_CHANNELS = 16;

  @Override
  public String name() {
    return "grouped";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.groups() == 1
        || spec.groupInputChannels() > MOST_CHANNELS
        || spec.groupOutputChannels() > MOST_CHANNELS) {
      return Optional.of(
          "it computes several groups of at most "
              + MOST_CHANNELS
              + " channels only: groups="
              + spec.groups()
              + ", input channels a group="
              + spec.groupInputChannels()
              + ", output channels a group="
              + spec.groupOutputChannels());
    }
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    return Footprint.of(new PlaneConv(name(), spec, PlaneWeights.outline(spec)));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    return new PlaneConv(name(), spec, new PlaneWeights(spec, filter));
  }
}
