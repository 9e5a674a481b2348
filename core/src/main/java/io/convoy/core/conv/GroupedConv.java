package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import java.util.Optional;

/**
 * A convolution of groups so small that packing windows would take longer than the products, as
 * ResNeXt's of 4 to 32 channels.
 *
 * <p>How it is computed stands in {@link PlaneConv}. Same bits as {@link ReferenceConv}.
 */
final class GroupedConv implements ConvKernel {
  /** In larger groups a packed window serves several vectors of output channels. */
  private static final int MOST_CHANNELS = 16;

  /** With 512 bits that is one vector or two, and from nine taps on copying windows costs more. */
  private static final int MOST_CHANNELS_WIDE = 32;

  private static int mostChannels(ConvSpec spec) {
    boolean wide = Simd.LANES >= 16 && spec.height().kernel() * spec.width().kernel() >= 9;
    return wide ? MOST_CHANNELS_WIDE : MOST_CHANNELS;
  }

  @Override
  public String name() {
    return "grouped";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    int most = mostChannels(spec);
    if (spec.groups() == 1
        || spec.groupInputChannels() > most
        || spec.groupOutputChannels() > most) {
      return Optional.of(
          "it computes several groups of at most "
              + most
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
