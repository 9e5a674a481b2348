package io.convoy.core.conv;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kernels, in the order in which {@code auto} asks them; the reference is last. */
public final class ConvKernels {
  /** To add a kernel, put it here. */
  private static final List<ConvKernel> ALL =
      List.of(
          new DepthwiseConv(),
          new GroupedConv(),
          new Winograd6Conv(),
          new WinogradConv(),
          new StrassenConv(),
          new PointwiseConv(),
          new DirectConv(),
          new ReferenceConv());

  private ConvKernels() {}

  /** All kernels, in order. */
  public static List<ConvKernel> all() {
    return ALL;
  }

  /** What a kernel says to a problem: why {@code auto} passes it over, or nothing. */
  public record Verdict(String kernel, Optional<String> whyNot) {}

  /**
   * What each kernel says to a problem, in order; {@code auto} takes the first with nothing to say.
   */
  public static List<Verdict> verdicts(ConvSpec spec) {
    return ALL.stream()
        .map(kernel -> new Verdict(kernel.name(), kernel.whyNotByDefault(spec)))
        .toList();
  }

  /**
   * The kernel for a problem: the one of that name or, with {@code auto}, the first that takes it.
   * Depends on nothing but its arguments.
   *
   * @throws IllegalArgumentException where the name is unknown, or the kernel can't compute it
   */
  public static ConvKernel choose(ConvSpec spec, String algorithm) {
    checkName(algorithm);
    for (ConvKernel kernel : ALL) {
      if (algorithm.equals("auto")) {
        if (kernel.whyNotByDefault(spec).isEmpty()) {
          return kernel;
        }
      } else if (kernel.name().equals(algorithm)) {
        Optional<String> whyNot = kernel.whyNot(spec);
        if (whyNot.isPresent()) {
          throw new IllegalArgumentException(
              "algorithm " + algorithm + " can't compute this: " + whyNot.get() + ": spec=" + spec);
        }
        return kernel;
      }
    }
    throw new AssertionError("the reference takes every problem: spec=" + spec);
  }

  /**
   * Checks the name of an algorithm.
   *
   * @throws IllegalArgumentException where it is neither {@code auto} nor a kernel's
   */
  public static void checkName(String algorithm) {
    if (!algorithm.equals("auto") && ALL.stream().noneMatch(k -> k.name().equals(algorithm))) {
      throw new IllegalArgumentException(
          "algorithm must be auto or one of "
              + ALL.stream().map(ConvKernel::name).collect(Collectors.joining(", "))
              + ": algorithm="
              + algorithm);
    }
  }
}
