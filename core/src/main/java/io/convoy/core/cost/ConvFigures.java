package io.convoy.core.cost;

/**
 * The convolution of one image in numbers: what of a spec decides its cost. The spec itself lies in
 * a package above this one.
 *
 * @param algorithm the kernel that computes it, by name
 * @param groups of channels
 * @param inputChannels of all groups together
 * @param outputChannels of all groups together
 * @param input rows and columns of the input
 * @param output rows and columns of the output
 * @param kernel rows and columns of taps
 * @param stride rows and columns from window to window
 */
public record ConvFigures(
    String algorithm,
    int groups,
    int inputChannels,
    int outputChannels,
    Plane input,
    Plane output,
    Plane kernel,
    Plane stride) {
  /** Rows and columns. */
  public record Plane(int rows, int columns) {
    public long points() {
      return (long) rows * columns;
    }
  }

  /** Products that each output element adds. */
  long reduction() {
    return kernel.points() * (inputChannels / groups);
  }

  /** Numbers of the input. */
  public long inputNumbers() {
    return inputChannels * input.points();
  }

  /** Numbers of the output. */
  public long outputNumbers() {
    return outputChannels * output.points();
  }

  /** Multiplications of the plain sum, whatever the algorithm. */
  public long multiplyAdds() {
    return outputNumbers() * reduction();
  }

  /** Multiplications that the algorithm is left with, where it has fewer than the plain sum. */
  public long multiplications() {
    return switch (algorithm) {
      case "winograd", "winograd6" ->
          WinogradCost.of(this).products() * inputChannels * outputChannels;
      case "strassen" -> StrassenCost.products(this);
      default -> multiplyAdds();
    };
  }
}
