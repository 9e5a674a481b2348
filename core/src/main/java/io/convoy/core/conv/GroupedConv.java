package io.convoy.core.conv;

import java.util.Optional;

/**
 * A convolution of groups so small that a vector holds several of them, as ResNeXt's of four
 * channels.
 *
 * <p>How it is computed stands in {@link LaneConv}. Same bits as {@link ReferenceConv}.
 */
final class GroupedConv implements ConvKernel {
  /** From here on a group fills a vector of most processors by itself. */
  private static final int MOST_CHANNELS = 8;

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
    return Footprint.of(new LaneConv(name(), spec, LaneConv.Weights.outline(spec)));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    return new LaneConv(name(), spec, new LaneConv.Weights(spec, filter));
  }
}
