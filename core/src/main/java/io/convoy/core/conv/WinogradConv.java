package io.convoy.core.conv;

import java.util.Optional;

/**
 * Winograd's convolution: fewer multiplications, for additions around them. Kernels of 3×3 with
 * stride 1 or 2 and of 5×5 are {@link WinogradSquare}'s, lines of 3, 5 or 7 taps {@link
 * WinogradLine}'s.
 */
final class WinogradConv implements ConvKernel {
  private static final int LEAST_CHANNELS = 16;
  private static final int LEAST_CHANNELS_OF_A_LINE = 32;

  /** Outputs of a tile along an axis. */
  private static final int LEAST_MAP = 4;

  /**
   * Transformed, a kernel of stride 2 has nine times its weights, for which one small image alone
   * would wait: 512→512 channels at 7×7 run at half the speed of the plain sum.
   */
  private static final int LEAST_MAP_OF_STRIDE_2 = 14;

  @Override
  public String name() {
    return "winograd";
  }

  @Override
  public ConvKernel twin() {
    return new WinogradReference(this, WinogradSquarePoints::of);
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.groups() != 1) {
      return Optional.of("it computes one group only: groups=" + spec.groups());
    }
    boolean dense = isDense(spec.height()) && isDense(spec.width());
    if (!dense || !(isSquare(spec) || WinogradLine.isLine(spec) && strides(spec, 1))) {
      return Optional.of(
          "it computes dense kernels of 3×3 with stride 1 or 2, of 5×5 and lines of 3, 5 or 7 taps"
              + " with stride 1 only: height "
              + spec.height().window()
              + ", width "
              + spec.width().window());
    }
    return Optional.empty();
  }

  private static boolean isSquare(ConvSpec spec) {
    int kernel = spec.height().kernel();
    boolean three = kernel == 3 && (strides(spec, 1) || strides(spec, 2));
    return spec.width().kernel() == kernel && (three || kernel == 5 && strides(spec, 1));
  }

  private static boolean strides(ConvSpec spec, int stride) {
    return spec.height().stride() == stride && spec.width().stride() == stride;
  }

  private static boolean isDense(Axis axis) {
    return axis.dilation() == 1 || axis.kernel() == 1;
  }

  /**
   * The rule of {@code auto}: with few channels the transforms cost more than the products save, a
   * line's sooner, for it saves less; and a map narrower than a tile is mostly waste.
   */
  @Override
  public Optional<String> whyNotByDefault(ConvSpec spec) {
    Optional<String> whyNot = whyNot(spec);
    if (whyNot.isPresent()) {
      return whyNot;
    }
    boolean line = WinogradLine.isLine(spec);
    int least = line ? LEAST_CHANNELS_OF_A_LINE : LEAST_CHANNELS;
    Optional<String> tooFew = whyTooFewChannels(spec, least);
    if (tooFew.isPresent()) {
      return tooFew;
    }
    int shortest =
        line
            ? WinogradLine.axis(spec).extent()
            : Math.min(spec.height().output(), spec.width().output());
    int leastMap = spec.width().stride() == 1 ? LEAST_MAP : LEAST_MAP_OF_STRIDE_2;
    if (shortest < leastMap) {
      return Optional.of(
          "it pays from maps of "
              + leastMap
              + (line ? " outputs along the line" : "×" + leastMap)
              + " on: output="
              + spec.height().output()
              + "×"
              + spec.width().output());
    }
    return Optional.empty();
  }

  /** A sentence where a layer has fewer channels than pay, of the input or the output. */
  static Optional<String> whyTooFewChannels(ConvSpec spec, int least) {
    if (Math.min(spec.inputChannels(), spec.outputChannels()) >= least) {
      return Optional.empty();
    }
    return Optional.of(
        "it pays from "
            + least
            + " input and output channels on: inputChannels="
            + spec.inputChannels()
            + ", outputChannels="
            + spec.outputChannels());
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    if (WinogradLine.isLine(spec)) {
      return Footprint.of(new WinogradLine(spec, WinogradLine.outline(spec)));
    }
    WinogradSquarePoints points = WinogradSquarePoints.of(spec);
    PanelWeights outline = WinogradSquare.outline(spec, points);
    return Footprint.of(new WinogradSquare(name(), spec, points, outline));
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    Optional<String> whyNot = whyNot(spec);
    if (whyNot.isPresent()) {
      throw new IllegalArgumentException(whyNot.get());
    }
    if (WinogradLine.isLine(spec)) {
      return new WinogradLine(spec, WinogradLine.weights(spec, filter));
    }
    WinogradSquarePoints points = WinogradSquarePoints.of(spec);
    PanelWeights weights = WinogradSquare.weights(spec, points, filter);
    return new WinogradSquare(name(), spec, points, weights);
  }
}
