package io.convoy.core.conv;

import java.util.Optional;

/**
 * The convolution as its plain sum, for any kernel size, stride, dilation, padding and groups.
 *
 * <p>How it is computed stands in {@link PanelConv}; for few input channels in {@link
 * PixelRowConv}, and for few output channels in {@link FewOutputsConv}. Same bits as {@link
 * ReferenceConv}.
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
    if (FewOutputsConv.takes(spec)) {
      return Footprint.of(FewOutputsConv.outline(name(), spec));
    }
    return Footprint.of(prepared(spec, PanelWeights.outline(spec)));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    if (FewOutputsConv.takes(spec)) {
      return FewOutputsConv.of(name(), spec, filter);
    }
    return prepared(spec, PanelWeights.of(spec, filter));
  }

  private PreparedConv prepared(ConvSpec spec, PanelWeights weights) {
    return PixelRowConv.takes(spec)
        ? new PixelRowConv(name(), spec, weights)
        : new PanelConv(name(), spec, weights);
  }
}
