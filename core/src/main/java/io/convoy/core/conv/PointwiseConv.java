package io.convoy.core.conv;

import java.util.Optional;

/**
 * The 1×1 convolution as a product of two matrices, pixels × input channels and input channels ×
 * output channels; with a stride, of the pixels that it keeps.
 *
 * <p>How it is computed stands in {@link InPlaceConv} and, for what that doesn't take or a core
 * with two vector units does better, in {@link PanelConv}: the window of a pixel is its channels.
 * Same bits as {@link ReferenceConv} and {@link DirectConv}: "are Y1 and Y2 exactly the same?" They
 * are.
 */
final class PointwiseConv implements ConvKernel {
  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.height().kernel() != 1 || spec.width().kernel() != 1) {
      return Optional.of(
          "it computes 1×1 kernels only: kernel="
              + spec.height().kernel()
              + "×"
              + spec.width().kernel());
    }
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    PreparedConv outline =
        InPlaceConv.takes(spec)
            ? new InPlaceConv(name(), spec, PanelWeights.outlineInPlace(spec))
            : new PanelConv(name(), spec, PanelWeights.outline(spec));
    return Footprint.of(outline);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    return InPlaceConv.takes(spec)
        ? new InPlaceConv(name(), spec, PanelWeights.inPlace(spec, filter))
        : new PanelConv(name(), spec, PanelWeights.of(spec, filter));
  }
}
