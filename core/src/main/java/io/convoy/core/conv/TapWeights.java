package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.FloatRegions;

/**
 * A depthwise layer's weights as a row of all channels for each tap, so that a vector of channels
 * may begin at any.
 *
 * @param numbers the rows, one behind the other
 * @param step floats from a row to the next: an odd number of cache lines, so that the taps of a
 *     channel fall into different sets
 * @param taps of the kernel
 */
record TapWeights(FloatRegions.Part numbers, int step, int taps) {
  static TapWeights of(ConvSpec spec, Filter filter) {
    TapWeights outline = outline(spec);
    int taps = outline.taps();
    float[] source = filter.weights().data();
    FloatRegions.Part numbers = FloatRegions.HERE.zeros(taps * outline.step());
    for (int c = 0; c < spec.outputChannels(); c++) {
      for (int k = 0; k < taps; k++) {
        numbers.data()[numbers.from() + k * outline.step() + c] = source[c * taps + k];
      }
    }
    return new TapWeights(numbers, outline.step(), taps);
  }

  /** One without numbers, which can be measured but not multiplied with. */
  static TapWeights outline(ConvSpec spec) {
    int lines = (spec.outputChannels() + Block.LINE - 1) / Block.LINE;
    return new TapWeights(FloatRegions.Part.NONE, (lines | 1) * Block.LINE, spec.reduction());
  }

  /** Whether none is infinite or no number. */
  boolean areFinite() {
    for (int i = numbers.from(); i < numbers.from() + taps * step; i++) {
      if (!Float.isFinite(numbers.data()[i])) {
        return false;
      }
    }
    return true;
  }

  long bytes() {
    return 4L * taps * step;
  }
}
