package io.convoy.core.conv;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small convolution problems of every kind, drawn by a seed: groups and depthwise with multipliers,
 * strides, dilation, odd channels, 1×1 to 11×11, lines, paddings that are asymmetric, larger than
 * the kernel, or negative (input that no window reads).
 *
 * <p>Each is small enough for the scalar reference: at most {@link #MOST_MULTIPLY_ADDS}.
 */
final class RandomSpecs {
  private static final int MOST_POSITIONS = 24;
  private static final int MOST_CHANNELS = 40;
  private static final long MOST_MULTIPLY_ADDS = 4_000_000;

  private final Random random;

  private RandomSpecs(long seed) {
    this.random = new Random(seed);
  }

  /** The first {@code count} problems of a seed; more of them begin with the same ones. */
  static List<ConvSpec> of(long seed, int count) {
    RandomSpecs draw = new RandomSpecs(seed);
    List<ConvSpec> specs = new ArrayList<>();
    while (specs.size() < count) {
      ConvSpec spec = draw.spec();
      if (spec.outputShape().elements() * spec.reduction() <= MOST_MULTIPLY_ADDS) {
        specs.add(spec);
      }
    }
    return specs;
  }

  private ConvSpec spec() {
    Axis height;
    Axis width;
    switch (random.nextInt(9)) {
      case 0 -> { // 1×1
        height = axis(1, stride(), 1);
        width = axis(1, height.stride(), 1);
      }
      case 1, 2 -> { // 3×3, stride 1, dense: Winograd's own
        height = axis(3, 1, 1);
        width = axis(3, 1, 1);
      }
      case 3 -> { // a map that is a line
        height = new Axis(1, 1, 1, 1, 0, 0);
        width = axis(between(1, 11), stride(), dilation());
      }
      case 4 -> { // all different
        height = axis(between(1, 11), stride(), dilation());
        width = axis(between(1, 11), stride(), dilation());
      }
      case 5 -> { // a kernel that is a line of 3, 5 or 7 taps, stride 1, dense: Winograd's as well
        boolean down = oneIn(2);
        int taps = 1 + 2 * between(1, 3);
        height = axis(down ? taps : 1, 1, 1);
        width = axis(down ? 1 : taps, 1, 1);
      }
      default -> { // a square window
        int kernel = between(1, 11);
        height = axis(kernel, stride(), dilation());
        width = axis(kernel, height.stride(), height.dilation());
      }
    }
    int images = oneIn(3) ? between(2, 3) : 1;
    int groups = 1;
    int groupInputs = between(1, MOST_CHANNELS);
    int groupOutputs = between(1, MOST_CHANNELS);
    if (oneIn(4)) { // depthwise, with a multiplier
      groups = between(1, MOST_CHANNELS);
      groupInputs = 1;
      groupOutputs = oneIn(2) ? 1 : between(2, 3);
    } else if (oneIn(3)) {
      groups = between(2, 5);
      groupInputs = between(1, 9);
      groupOutputs = between(1, 9);
    }
    return new ConvSpec(
        groups,
        images,
        groups * groupInputs,
        groups * groupOutputs,
        height,
        width,
        Activation.NONE,
        "");
  }

  private Axis axis(int kernel, int stride, int dilation) {
    int input = between(1, MOST_POSITIONS);
    int extent = (kernel - 1) * dilation + 1;
    int before = padding(extent);
    int after = oneIn(2) ? before : padding(extent);
    int fitting = Math.max(after, extent - input - before);
    int most =
        Math.min(
            MOST_POSITIONS, Axis.padded(input, kernel, stride, dilation, before, fitting).output());
    int output = oneIn(4) ? between(1, most) : most;
    return Axis.withOutput(input, kernel, stride, dilation, before, output);
  }

  private int padding(int extent) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> 0;
      case 2, 3 -> extent / 2;
      case 4 -> between(0, extent - 1);
      default -> between(extent, extent + 4);
    };
  }

  private int stride() {
    return oneIn(2) ? 1 : between(2, 4);
  }

  private int dilation() {
    return oneIn(3) ? between(2, 3) : 1;
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }
}
