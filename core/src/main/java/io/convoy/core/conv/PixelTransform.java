package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves pixels of few channels apart: what {@link PixelRows} asks for, several pixels a vector.
 *
 * <pre>
 * three channels, every other pixel:   r0 g0 b0 r1 g1 b1 r2 g2 b2 …   becomes   r0 g0 b0 · r2 g2 b2 · …
 * </pre>
 */
final class PixelTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PixelRows.WIDTH;

  private final int channels;
  private final int step;

  /** Pixels that lie in one vector of the source, and fit one of the target. */
  private final int pixels;

  private final VectorShuffle<Float> apart;

  /**
   * @param channels of a pixel, at most {@link PixelRows#WIDTH}
   * @param step floats from a pixel to the next one wanted; what has another step is copied number
   *     by number
   */
  PixelTransform(int channels, int step) {
    this.channels = channels;
    this.step = step;
    this.pixels = Math.min(L / W, (L - channels) / step + 1);
    this.apart = VectorShuffle.fromOp(S, lane -> Math.min(L - 1, lane / W * step + lane % W));
  }

  /**
   * Copies {@code count} pixels, {@code step} floats from one to the next. What lies in the lanes
   * that are no channel's is any number; so is what a vector writes past the last pixel.
   */
  void copy(float[] source, int from, int step, int count, float[] target, int to) {
    VectorShuffle<Float> shuffle = apart;
    int end = from + count * step;
    int readable = step == this.step ? Math.min(end, source.length - L + 1) : from;
    int x = from;
    int y = to;
    for (; x < readable; x += pixels * step, y += pixels * W) {
      FloatVector.fromArray(S, source, x).rearrange(shuffle).intoArray(target, y);
    }
    for (; x < end; x += step, y += W) {
      for (int c = 0; c < channels; c++) {
        target[y + c] = source[x + c];
      }
    }
  }
}
