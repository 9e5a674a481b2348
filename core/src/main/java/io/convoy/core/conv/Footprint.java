package io.convoy.core.conv;

/**
 * What a prepared convolution takes of memory, known before there is one.
 *
 * @param packedBytes of weights and bias, as {@link PreparedConv#packedBytes}
 * @param scratchpadFloats to work in, as {@link PreparedConv#scratchpadFloats}
 */
public record Footprint(long packedBytes, int scratchpadFloats) {
  static Footprint of(PreparedConv conv) {
    return new Footprint(conv.packedBytes(), conv.scratchpadFloats());
  }
}
