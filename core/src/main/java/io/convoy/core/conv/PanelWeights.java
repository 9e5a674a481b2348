package io.convoy.core.conv;

import io.convoy.core.simd.Simd;

/**
 * A layer's weights as the right panels of {@link TileMicroKernel}: for each group, each stretch of
 * the reduction and each block of output channels, one row of channels a step.
 *
 * <pre>
 * group │ stretch │ block of channels │ k: kh, kw, ic │ channel of the block
 * </pre>
 *
 * <p>A block is two vectors wide; the last one of a group is one vector wide where that is enough.
 * Channels that fill up a block have weights of zero; what is computed for them is never written.
 */
final class PanelWeights {
  private final float[] panels;
  private final float[] bias;
  private final int groupChannels;
  private final int blocks;
  private final int filledChannels;
  private final int reduction;
  private final BlockSizes sizes;

  PanelWeights(ConvSpec spec, Filter filter) {
    int wide = TileMicroKernel.WIDE.channels();
    groupChannels = spec.groupOutputChannels();
    blocks = (groupChannels + wide - 1) / wide;
    int rest = groupChannels - (blocks - 1) * wide;
    filledChannels = (blocks - 1) * wide + (rest <= Simd.LANES ? Simd.LANES : wide);
    reduction = spec.reduction();
    sizes = BlockSizes.of(reduction);
    panels =
        new float
            [Math.toIntExact(
                Math.multiplyExact((long) spec.groups() * reduction, (long) filledChannels))];
    bias = filter.bias();
    pack(spec, filter.weights().data());
  }

  private void pack(ConvSpec spec, float[] weights) {
    int taps = spec.height().kernel() * spec.width().kernel();
    int channels = spec.groupInputChannels();
    for (int g = 0; g < spec.groups(); g++) {
      for (int oc = 0; oc < groupChannels; oc++) {
        int block = oc / TileMicroKernel.WIDE.channels();
        int column = oc % TileMicroKernel.WIDE.channels();
        int width = tile(block).channels();
        int filter = (g * groupChannels + oc) * channels * taps;
        for (int k = 0; k < reduction; k++) {
          int stretch = k / sizes.depth();
          int row = k - stretch * sizes.depth();
          int ic = k % channels;
          int tap = k / channels;
          panels[panel(g, stretch, block) + row * width + column] =
              weights[filter + ic * taps + tap];
        }
      }
    }
  }

  BlockSizes sizes() {
    return sizes;
  }

  float[] panels() {
    return panels;
  }

  float[] bias() {
    return bias;
  }

  /** Blocks of output channels in a group. */
  int blocks() {
    return blocks;
  }

  /** Output channels of a group, those that fill up the last block included. */
  int filledChannels() {
    return filledChannels;
  }

  /** The tile that computes a block. */
  TileMicroKernel tile(int block) {
    int wide = TileMicroKernel.WIDE.channels();
    return filledChannels - block * wide >= wide ? TileMicroKernel.WIDE : TileMicroKernel.NARROW;
  }

  /** Steps of the reduction in a stretch; the last may be shorter. */
  int depth(int stretch) {
    return Math.min(sizes.depth(), reduction - stretch * sizes.depth());
  }

  /** Where the panel of a block starts. */
  int panel(int group, int stretch, int block) {
    return (group * reduction + stretch * sizes.depth()) * filledChannels
        + block * TileMicroKernel.WIDE.channels() * depth(stretch);
  }

  long bytes() {
    return 4L * (panels.length + bias.length);
  }
}
