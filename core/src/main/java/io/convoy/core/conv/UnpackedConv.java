package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * A depthwise convolution straight from the input where it lies: what {@link StripConv} and {@link
 * LineConv} have in common.
 *
 * <p>Where channels end inside a vector, the last one begins that much earlier and computes some of
 * them twice. What isn't done here goes to {@link PlaneConv}: a residual, and slices of fewer
 * channels than a vector has.
 */
abstract class UnpackedConv implements PreparedConv {
  static final int L = Simd.LANES;

  private final ConvSpec spec;
  private final PreparedConv planes;
  private final TapWeights weights;
  private final float[] bias;
  private final TailTransform tail;

  /**
   * @param planes the same layer as packed planes, for what isn't done here
   */
  UnpackedConv(ConvSpec spec, PreparedConv planes, TapWeights weights, float[] bias) {
    this.spec = spec;
    this.planes = planes;
    this.weights = weights;
    this.bias = bias;
    this.tail = new TailTransform(spec.activation(), bias);
  }

  /** Whether a layer has one input and one output channel a group, and a vector of them. */
  static boolean isPlain(ConvSpec spec) {
    return spec.groupInputChannels() == 1
        && spec.groupOutputChannels() == 1
        && spec.outputChannels() >= L;
  }

  /** The same layer for another input, from these weights. */
  abstract PreparedConv resized(
      ConvSpec other, PreparedConv planes, TapWeights weights, float[] bias);

  /** The least rows of a slice that it computes. */
  abstract int leastRows();

  /**
   * Computes a slice of one image.
   *
   * @param zeros a vector of them
   */
  abstract void image(Block input, Block output, ConvSlice slice, int n, float[] zeros);

  @Override
  public final ConvSpec spec() {
    return spec;
  }

  @Override
  public final String algorithm() {
    return planes.algorithm();
  }

  /** A vector of zeros, if nothing else. */
  @Override
  public final int scratchpadFloats() {
    return Math.max(planes.scratchpadFloats(), L);
  }

  @Override
  public final long packedBytes() {
    return planes.packedBytes() + weights.bytes() + 4L * spec.outputChannels();
  }

  @Override
  public final PreparedConv resized(ConvSpec other) {
    return resized(other, planes.resized(other), weights, bias);
  }

  @Override
  public final void run(
      Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    if (residual != null
        || slice.outputChannels().length() < L
        || slice.outputRows().length() < leastRows()) {
      planes.run(input, residual, output, slice, scratchpad);
      return;
    }
    RunCheck.check(this, input, null, output, slice, scratchpad);
    if (slice.isEmpty()) {
      return;
    }
    Arrays.fill(scratchpad, 0, L, 0f);
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      image(input, output, slice, n, scratchpad);
    }
  }

  final TapWeights weights() {
    return weights;
  }

  /** What a micro-kernel adds to the sums of the channels from {@link #biasAt}. */
  final float[] added() {
    return tail.isBounds() ? tail.bias() : TailTransform.NOTHING;
  }

  final int biasAt(int channel) {
    return tail.isBounds() ? channel : 0;
  }

  /** What a micro-kernel raises sums to. */
  final float low() {
    return tail.isBounds() ? tail.low() : Float.NEGATIVE_INFINITY;
  }

  /** What it lowers them to. */
  final float high() {
    return tail.isBounds() ? tail.high() : Float.POSITIVE_INFINITY;
  }

  /** The activation of some pixels of a row, where micro-kernels don't do it. */
  final void finish(Block output, int n, int oh, int from, int end, Range channels) {
    if (!tail.isBounds()) {
      tail.run(
          output.data(),
          output.index(n, channels.from(), oh, from),
          output.channels().length(),
          null,
          output,
          n,
          oh,
          from,
          end - from,
          channels.from(),
          channels.to());
    }
  }
}
