package io.convoy.core.conv;

import java.util.Optional;

/**
 * The convolution as its plain sum, for any kernel size, stride, dilation, padding and groups.
 *
 * <p>How it is computed stands in {@link PanelConv}. Same bits as {@link ReferenceConv}.
 */
final class DirectConv implements ConvKernel {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    return Footprint.of(new PanelConv(name(), spec, PanelWeights.outline(spec)));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    return new PanelConv(name(), spec, PanelWeights.of(spec, filter));
  }
}
