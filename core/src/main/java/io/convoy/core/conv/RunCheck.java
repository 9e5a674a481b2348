package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/** Checks the arguments of a run, once, at the door; what comes after trusts them. */
final class RunCheck {
  private RunCheck() {}

  static void check(
      PreparedConv conv,
      Block input,
      Block residual,
      Block output,
      ConvSlice slice,
      float[] scratchpad) {
    ConvSpec spec = conv.spec();
    holds("slice", "spec", Range.all(spec.images()), slice.images());
    holds("slice", "spec", Range.all(spec.outputChannels()), slice.outputChannels());
    holds("slice", "spec", Range.all(spec.height().output()), slice.outputRows());
    if (slice.isEmpty()) {
      return;
    }
    holds("input", "images", input.images(), slice.images());
    holds("input", "channels", input.channels(), slice.inputChannels(spec));
    holds("input", "rows", input.rows(), conv.inputRows(slice.outputRows()));
    columns("input", input.columns(), spec.width().input());
    holdsSlice("output", output, slice, spec);
    if (residual != null) {
      holdsSlice("residual", residual, slice, spec);
    }
    if (scratchpad.length < conv.scratchpadFloats()) {
      throw new IllegalArgumentException(
          "the scratchpad must be as long as the prepared convolution says: length="
              + scratchpad.length
              + ", needed="
              + conv.scratchpadFloats());
    }
  }

  private static void holdsSlice(String name, Block block, ConvSlice slice, ConvSpec spec) {
    holds(name, "images", block.images(), slice.images());
    holds(name, "channels", block.channels(), slice.outputChannels());
    holds(name, "rows", block.rows(), slice.outputRows());
    columns(name, block.columns(), spec.width().output());
  }

  private static void holds(String name, String what, Range held, Range needed) {
    if (!held.contains(needed)) {
      throw new IllegalArgumentException(
          "a block must hold what the slice needs: "
              + name
              + " "
              + what
              + "="
              + held
              + ", needed="
              + needed);
    }
  }

  private static void columns(String name, int held, int needed) {
    if (held != needed) {
      throw new IllegalArgumentException(
          "a block must be as wide as the spec says: "
              + name
              + " columns="
              + held
              + ", needed="
              + needed);
    }
  }
}
