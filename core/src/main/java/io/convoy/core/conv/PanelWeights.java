package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import java.util.Arrays;

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
  private static final float[] NONE = {};

  private final float[] panels;
  private final float[] bias;
  private final int blocks;
  private final int filledChannels;
  private final int reduction;
  private final BlockSizes sizes;
  private final long floats;

  private PanelWeights(
      int groups, int groupChannels, int reduction, float[] bias, boolean withNumbers) {
    int wide = TileMicroKernel.WIDE.channels();
    this.blocks = (groupChannels + wide - 1) / wide;
    int rest = groupChannels - (blocks - 1) * wide;
    this.filledChannels = (blocks - 1) * wide + (rest <= Simd.LANES ? Simd.LANES : wide);
    this.reduction = reduction;
    this.sizes = BlockSizes.of(reduction);
    this.bias = Arrays.copyOf(bias, bias.length + wide);
    this.floats =
        Block.ALIGNED + Math.multiplyExact((long) groups * reduction, (long) filledChannels);
    this.panels = withNumbers ? new float[Math.toIntExact(floats)] : NONE;
  }

  /** Panels of that size without numbers, which can be measured but not multiplied with. */
  static PanelWeights outline(int groups, int groupChannels, int reduction, int channels) {
    return new PanelWeights(groups, groupChannels, reduction, new float[channels], false);
  }

  /** Panels of that size without numbers, for the layer of a spec. */
  static PanelWeights outline(ConvSpec spec) {
    return outline(
        spec.groups(), spec.groupOutputChannels(), spec.reduction(), spec.outputChannels());
  }

  /** Panels of that size for numbers that are {@linkplain #place placed} one by one. */
  static PanelWeights zeros(int groups, int groupChannels, int reduction, float[] bias) {
    return new PanelWeights(groups, groupChannels, reduction, bias, true);
  }

  /**
   * @param groups panels that have nothing to do with each other
   * @param groupChannels output channels of each
   * @param reduction steps of each
   * @param weights the number at a group, an output channel of it, and a step
   * @param bias one number an output channel of the layer
   */
  PanelWeights(int groups, int groupChannels, int reduction, Weight weights, float[] bias) {
    this(groups, groupChannels, reduction, bias, true);
    for (int g = 0; g < groups; g++) {
      for (int oc = 0; oc < groupChannels; oc++) {
        for (int k = 0; k < reduction; k++) {
          place(g, oc, k, weights.at(g, oc, k));
        }
      }
    }
  }

  /** Puts a number at a group, an output channel of it, and a step. */
  void place(int group, int outputChannel, int k, float number) {
    int wide = TileMicroKernel.WIDE.channels();
    int block = outputChannel / wide;
    int stretch = k / sizes.depth();
    int row = k - stretch * sizes.depth();
    panels[panel(group, stretch, block) + row * tile(block).channels() + outputChannel % wide] =
        number;
  }

  /** The weights of a layer in the order of the plain sum: kernel row, kernel column, channel. */
  static PanelWeights of(ConvSpec spec, Filter filter) {
    int groupChannels = spec.groupOutputChannels();
    return new PanelWeights(
        spec.groups(),
        groupChannels,
        spec.reduction(),
        (g, oc, k) -> filter.weight(g * groupChannels + oc, k),
        filter.bias());
  }

  /** Where the numbers come from. */
  interface Weight {
    float at(int group, int outputChannel, int k);
  }

  BlockSizes sizes() {
    return sizes;
  }

  float[] panels() {
    return panels;
  }

  /** One number an output channel, and room for the vectors of the last block. */
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
    return Block.ALIGNED
        + (group * reduction + stretch * sizes.depth()) * filledChannels
        + block * TileMicroKernel.WIDE.channels() * depth(stretch);
  }

  long bytes() {
    return 4L * (floats + bias.length);
  }
}
