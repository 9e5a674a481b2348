package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.FloatRegions;
import java.util.Arrays;

/**
 * A layer's weights as the right panels of the micro-kernels: for each group, each stretch of the
 * reduction and each block of output channels, one row of channels a step.
 *
 * <pre>
 * group │ stretch │ block of channels │ k: kh, kw, ic │ channel of the block
 * </pre>
 *
 * <p>A block is as many vectors wide as the widest tile, two for {@link TileMicroKernel} and four
 * for {@link InPlaceMicroKernel}; the last one of a group has no more vectors than it needs. In
 * place it has two at least, if the group has, and takes one from the block before it: a tile of
 * one vector is a third slower than the others.
 *
 * <p>Channels that fill up a block have weights of zero; what is computed for them is never
 * written. Where the last block {@linkplain InPlaceMicroKernel#overlaps may}, its last vector ends
 * with the last channel instead, and some channels are there twice.
 */
final class PanelWeights {
  private final FloatRegions.Part panels;
  private final float[] bias;
  private final int wide;
  private final int blocks;

  /** The first output channel of a group's last block. */
  private final int last;

  /** The first output channel of a group's last vector. */
  private final int lastVector;

  private final int filledChannels;
  private final int reduction;
  private final BlockSizes sizes;
  private final long floats;

  /**
   * @param inPlace whether the blocks are those of {@link InPlaceMicroKernel}
   */
  private PanelWeights(
      int groups,
      int groupChannels,
      int reduction,
      boolean inPlace,
      float[] bias,
      boolean withNumbers) {
    int lanes = Simd.LANES;
    this.wide = inPlace ? InPlaceMicroKernel.VECTORS * lanes : TileMicroKernel.WIDE.channels();
    this.blocks = (groupChannels + wide - 1) / wide;
    this.filledChannels = (groupChannels + lanes - 1) / lanes * lanes;
    int rest = filledChannels - (blocks - 1) * wide;
    int width = inPlace && blocks > 1 && rest == lanes ? 2 * lanes : rest;
    boolean overlaps = inPlace && InPlaceMicroKernel.overlaps(width);
    this.last = filledChannels - width;
    this.lastVector = (overlaps ? groupChannels : filledChannels) - lanes;
    this.reduction = reduction;
    this.sizes = inPlace ? BlockSizes.inPlace(reduction, groupChannels) : BlockSizes.of(reduction);
    this.bias = Arrays.copyOf(bias, bias.length + wide);
    this.floats = Math.multiplyExact((long) groups * reduction, (long) filledChannels);
    this.panels =
        withNumbers ? FloatRegions.HERE.zeros(Math.toIntExact(floats)) : FloatRegions.Part.NONE;
  }

  /** Panels of that size without numbers, which can be measured but not multiplied with. */
  static PanelWeights outline(int groups, int groupChannels, int reduction, int channels) {
    return new PanelWeights(groups, groupChannels, reduction, false, new float[channels], false);
  }

  /** Panels of that size without numbers, for the layer of a spec. */
  static PanelWeights outline(ConvSpec spec) {
    return outline(
        spec.groups(), spec.groupOutputChannels(), spec.reduction(), spec.outputChannels());
  }

  /** Panels of that size for numbers that are {@linkplain #place placed} one by one. */
  static PanelWeights zeros(int groups, int groupChannels, int reduction, float[] bias) {
    return new PanelWeights(groups, groupChannels, reduction, false, bias, true);
  }

  /** The weights of a layer in the order of the plain sum: kernel row, kernel column, channel. */
  static PanelWeights of(ConvSpec spec, Filter filter) {
    PanelWeights weights =
        zeros(spec.groups(), spec.groupOutputChannels(), spec.reduction(), filter.bias());
    weights.fill(spec, filter);
    return weights;
  }

  /** As {@link #outline(ConvSpec)}, for {@link InPlaceMicroKernel}. */
  static PanelWeights outlineInPlace(ConvSpec spec) {
    return inPlace(spec, new float[spec.outputChannels()], false);
  }

  /** As {@link #of}, for {@link InPlaceMicroKernel}. */
  static PanelWeights inPlace(ConvSpec spec, Filter filter) {
    PanelWeights weights = inPlace(spec, filter.bias(), true);
    weights.fill(spec, filter);
    return weights;
  }

  private static PanelWeights inPlace(ConvSpec spec, float[] bias, boolean withNumbers) {
    return new PanelWeights(
        spec.groups(), spec.groupOutputChannels(), spec.reduction(), true, bias, withNumbers);
  }

  private void fill(ConvSpec spec, Filter filter) {
    int channels = spec.groupOutputChannels();
    for (int oc = 0; oc < spec.outputChannels(); oc++) {
      for (int k = 0; k < reduction; k++) {
        place(oc / channels, oc % channels, k, filter.weight(oc, k));
      }
    }
  }

  /** Puts a number at a group, an output channel of it, and a step. */
  void place(int group, int outputChannel, int k, float number) {
    int block = block(outputChannel);
    int stretch = k / sizes.depth();
    int row = k - stretch * sizes.depth();
    int at = panel(group, stretch, block) + row * width(block);
    int column = outputChannel - first(block);
    int before = width(block) - Simd.LANES;
    if (column < before) {
      panels.data()[at + column] = number;
    }
    if (column >= lastVector(block)) {
      panels.data()[at + before + column - lastVector(block)] = number;
    }
  }

  BlockSizes sizes() {
    return sizes;
  }

  float[] panels() {
    return panels.data();
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

  /** The block of an output channel of a group. */
  int block(int outputChannel) {
    return outputChannel < last ? outputChannel / wide : blocks - 1;
  }

  /** The first output channel of a block, in its group. */
  int first(int block) {
    return Math.min(block * wide, last);
  }

  /** Output channels of a block, those that fill it up included: whole vectors. */
  int width(int block) {
    return (block < blocks - 1 ? first(block + 1) : filledChannels) - first(block);
  }

  /** From a block's first channel to its last vector's first. */
  int lastVector(int block) {
    return block < blocks - 1 ? width(block) - Simd.LANES : lastVector - last;
  }

  /** The tile that computes a block. */
  FullTileMicroKernel tile(int block) {
    return width(block) > Simd.LANES ? TileMicroKernel.WIDE : TileMicroKernel.NARROW;
  }

  /** Steps of the reduction in a stretch; the last may be shorter. */
  int depth(int stretch) {
    return Math.min(sizes.depth(), reduction - stretch * sizes.depth());
  }

  /** Where the panel of a block starts. */
  int panel(int group, int stretch, int block) {
    return panels.from()
        + (group * reduction + stretch * sizes.depth()) * filledChannels
        + first(block) * depth(stretch);
  }

  /**
   * Reads a number of each cache line of a panel, and so brings it into the second cache.
   *
   * @return something to be stored, or the compiler would leave it out
   */
  float touch(int group, int stretch, int block) {
    int from = panel(group, stretch, block);
    int to = from + depth(stretch) * width(block);
    float sum = 0;
    for (int i = from; i < to; i += Block.LINE) {
      sum += panels.data()[i];
    }
    return sum;
  }

  long bytes() {
    return 4L * (floats + bias.length);
  }
}
