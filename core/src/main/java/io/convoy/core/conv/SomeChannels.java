package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A convolution whose weights are at hand for some output channels only: slices of these are
 * computed by a smaller convolution, whose first channel is the first of them.
 *
 * @param spec of the whole
 * @param channels those that can be computed
 * @param part what computes them
 */
record SomeChannels(ConvSpec spec, Range channels, PreparedConv part) implements PreparedConv {
  @Override
  public String algorithm() {
    return part.algorithm();
  }

  @Override
  public int scratchpadFloats() {
    return part.scratchpadFloats();
  }

  @Override
  public long packedBytes() {
    return part.packedBytes();
  }

  @Override
  public Range inputRows(Range outputRows) {
    return part.inputRows(outputRows);
  }

  @Override
  public Range rowsComputed(Range outputRows) {
    return part.rowsComputed(outputRows);
  }

  @Override
  public PreparedConv resized(ConvSpec other) {
    ConvSpec smaller = other.withOutputChannels(channels.length());
    return new SomeChannels(other, channels, part.resized(smaller));
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    if (slice.isEmpty()) {
      return;
    }
    Block shifted = shifted("output", output);
    part.run(
        input,
        residual == output ? shifted : shifted("residual", residual),
        shifted,
        new ConvSlice(slice.images(), shifted("slice", slice.outputChannels()), slice.outputRows()),
        scratchpad);
  }

  /** The same numbers, counted from the first channel of this part. */
  private Block shifted(String name, Block block) {
    return block == null
        ? null
        : new Block(
            block.images(),
            shifted(name, block.channels()),
            block.rows(),
            block.columns(),
            block.data(),
            block.offset());
  }

  private Range shifted(String name, Range range) {
    if (!channels.contains(range)) {
      throw new IllegalArgumentException(
          "only channels whose weights are at hand can be computed: "
              + name
              + " channels="
              + range
              + ", at hand="
              + channels);
    }
    return new Range(range.from() - channels.from(), range.to() - channels.from());
  }
}
