package io.convoy.core.conv;

import java.util.Optional;

/**
 * Winograd's convolution of 3×3 kernels in tiles of 6×6 outputs, which {@link WinogradSquare} has:
 * 64 multiplications for 324 of the plain sum, where tiles of 4×4 have 36 for 144.
 */
final class Winograd6Conv implements ConvKernel {
  private static final int KERNEL = 3;
  private static final int LEAST_CHANNELS = 16;

  /**
   * A single image with smaller maps would wait for the weights, which are more than half as many
   * again: 512→512 channels at 12×12 take 1.4 times as long.
   */
  private static final int LEAST_MAP = 15;

  @Override
  public String name() {
    return "winograd6";
  }

  @Override
  public ConvKernel twin() {
    return new WinogradReference(this, spec -> WinogradSquarePoints.sixOfThree());
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    if (spec.groups() == 1 && isDense(spec.height()) && isDense(spec.width())) {
      return Optional.empty();
    }
    return Optional.of(
        "it computes dense kernels of 3×3 with stride 1 and one group only: groups="
            + spec.groups()
            + ", height "
            + spec.height().window()
            + ", width "
            + spec.width().window());
  }

  private static boolean isDense(Axis axis) {
    return axis.kernel() == KERNEL && axis.stride() == 1 && axis.dilation() == 1;
  }

  /**
   * The rule of {@code auto}: with few channels the transforms cost more than the products save, as
   * in tiles of 4×4; and what these tiles save of the others' products is lost where a map is no
   * whole number of them, as 14×14, which would be 15×15, or 7×7.
   */
  @Override
  public Optional<String> whyNotByDefault(ConvSpec spec) {
    Optional<String> whyNot = whyNot(spec);
    if (whyNot.isPresent()) {
      return whyNot;
    }
    Optional<String> tooFew = WinogradConv.whyTooFewChannels(spec, LEAST_CHANNELS);
    if (tooFew.isPresent()) {
      return tooFew;
    }
    int rows = spec.height().output();
    int columns = spec.width().output();
    WinogradSquarePoints points = WinogradSquarePoints.sixOfThree();
    if (Math.min(rows, columns) < LEAST_MAP
        || !points.axis(rows).isExact()
        || !points.axis(columns).isExact()) {
      return Optional.of(
          "it pays from maps of "
              + LEAST_MAP
              + "×"
              + LEAST_MAP
              + " on that sixes and fives fill: output="
              + rows
              + "×"
              + columns);
    }
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    WinogradSquarePoints points = WinogradSquarePoints.sixOfThree();
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
    WinogradSquarePoints points = WinogradSquarePoints.sixOfThree();
    PanelWeights weights = WinogradSquare.weights(spec, points, filter);
    return new WinogradSquare(name(), spec, points, weights);
  }
}
