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
    within(spec.images(), slice.images());
    within(spec.outputChannels(), slice.outputChannels());
    within(spec.height().output(), slice.outputRows());
    if (slice.isEmpty()) {
      return;
    }
    holds("input", "images", input.images(), slice.images());
    // What is needed of the input is a new object each time, so a whole input isn't asked for it.
    if (!isWhole(spec.inputChannels(), input.channels())) {
      holds("input", "channels", input.channels(), slice.inputChannels(spec));
    }
    if (!isWhole(spec.height().input(), input.rows())) {
      holds("input", "rows", input.rows(), conv.inputRows(slice.outputRows()));
    }
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

  private static void within(int extent, Range part) {
    if (part.to() > extent) {
      holds("slice", "spec", Range.all(extent), part);
    }
  }

  private static boolean isWhole(int extent, Range held) {
    return held.from() == 0 && held.to() >= extent;
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
