package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/**
 * A convolution whose weights are packed: computes any slice of it, as often as wanted.
 *
 * <p>Immutable, and so shared by threads; what a run needs to write it takes from the caller's
 * scratchpad, one a thread. A run allocates nothing.
 */
public interface PreparedConv {
  ConvSpec spec();

  /** The kernel that packed it, by name. */
  String algorithm();

  /** Floats that {@link #run} needs to work in, whatever the slice. */
  int scratchpadFloats();

  /** Bytes of packed weights and bias that this object holds. */
  long packedBytes();

  /** The input rows that a run over these output rows reads. */
  default Range inputRows(Range outputRows) {
    return ConvSlice.rowsRead(spec(), outputRows);
  }

  /** The output rows that a run over these computes, be it for nothing: those of whole tiles. */
  default Range rowsComputed(Range outputRows) {
    return outputRows;
  }

  /**
   * The same packed weights for another problem that differs only in images, input size, padding or
   * activation.
   */
  PreparedConv resized(ConvSpec other);

  /**
   * Computes {@code slice}.
   *
   * @param input holds at least the slice's images, {@link ConvSlice#inputChannels} and {@link
   *     #inputRows}
   * @param output holds at least the slice; nothing else in it is touched
   * @param scratchpad at least {@link #scratchpadFloats} long; what it holds doesn't matter
   * @throws IllegalArgumentException where a block or the scratchpad is too small
   */
  default void run(Block input, Block output, ConvSlice slice, float[] scratchpad) {
    run(input, null, output, slice, scratchpad);
  }

  /**
   * Computes {@code slice} and adds {@code residual}, which may be null, before the activation.
   *
   * @param residual holds at least the slice, in positions of the output; may be {@code output}
   */
  void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad);
}
