package io.convoy.core.conv;

import java.util.Optional;

/**
 * The depthwise convolution: each input channel is a group, with one output channel or several.
 *
 * <p>How it is computed stands in {@link PlaneConv} and, where that is faster, in {@link StripConv}
 * or {@link LineConv}. Same bits as {@link ReferenceConv}.
 */
final class DepthwiseConv implements ConvKernel {
  @Override
  public String name() {
    return "depthwise";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.groups() != spec.inputChannels() || spec.groups() == 1) {
      return Optional.of(
          "it computes one input channel a group only: inputChannels="
              + spec.inputChannels()
              + ", groups="
              + spec.groups());
    }
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    PreparedConv planes = new PlaneConv(name(), spec, PlaneWeights.outline(spec));
    if (StripConv.takes(spec)) {
      return Footprint.of(StripConv.outline(spec, planes));
    }
    return Footprint.of(LineConv.takes(spec) ? LineConv.outline(spec, planes) : planes);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    PreparedConv planes = new PlaneConv(name(), spec, new PlaneWeights(spec, filter));
    if (StripConv.takes(spec)) {
      return StripConv.of(spec, filter, planes);
    }
    return LineConv.takes(spec) ? LineConv.of(spec, filter, planes) : planes;
  }
}
