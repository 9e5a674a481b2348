package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.FloatRegions;
import java.util.Arrays;

/**
 * A grouped layer's weights as vectors of output channels, one a step of the reduction, and what
 * each vector reads and writes.
 *
 * <pre>
 * vector of output channels │ k: kh, kw, ic │ lane
 * </pre>
 *
 * <p>A vector holds several neighbouring groups where these fit it ({@link #holdsGroups});
 * otherwise all its lanes belong to one group. Lanes that fill up the last vector of a group have
 * weights of zero; what is computed for them is never kept.
 */
final class PlaneWeights {
  private static final int L = Simd.LANES;

  private final int groupChannels;
  private final int groupVectors;
  private final int steps;
  private final long floats;
  private final FloatRegions.Part vectors;
  private final float[] bias;

  /** The first output channel of each vector. */
  private final int[] outputChannels;

  private PlaneWeights(ConvSpec spec, float[] bias, boolean withNumbers) {
    this.groupChannels = holdsGroups(spec) ? spec.outputChannels() : spec.groupOutputChannels();
    this.groupVectors = (groupChannels + L - 1) / L;
    this.steps = spec.reduction();
    this.bias = Arrays.copyOf(bias, spec.outputChannels() + PlanePacking.WIDTH);
    int count = spec.outputChannels() / groupChannels * groupVectors;
    this.outputChannels = new int[count];
    for (int v = 0; v < count; v++) {
      outputChannels[v] = v / groupVectors * groupChannels + v % groupVectors * L;
    }
    this.floats = (long) count * steps * L;
    this.vectors =
        withNumbers ? FloatRegions.HERE.zeros(Math.toIntExact(floats)) : FloatRegions.Part.NONE;
  }

  /** Vectors of that size without numbers, which can be measured but not multiplied with. */
  static PlaneWeights outline(ConvSpec spec) {
    return new PlaneWeights(spec, new float[spec.outputChannels()], false);
  }

  PlaneWeights(ConvSpec spec, Filter filter) {
    this(spec, filter.bias(), true);
    int inputs = spec.groupInputChannels();
    int taps = steps / inputs;
    float[] weights = filter.weights().data();
    for (int oc = 0; oc < spec.outputChannels(); oc++) {
      int lane = oc % groupChannels % L;
      for (int k = 0; k < steps; k++) {
        vectors.data()[at(vector(oc)) + k * L + lane] =
            weights[(oc * inputs + k % inputs) * taps + k / inputs];
      }
    }
  }

  /**
   * Whether a vector holds several groups: they fill it without a rest, and have as many output as
   * input channels, so that what the vector reads of a pixel is a vector as well, and starts with a
   * group. Or they have one input channel each, which the planes then {@linkplain #repeats repeat}.
   */
  private static boolean holdsGroups(ConvSpec spec) {
    int channels = spec.groupOutputChannels();
    boolean fits = channels == spec.groupInputChannels() && channels < L && L % channels == 0;
    return fits || repeats(spec);
  }

  /**
   * Whether the planes hold an input channel as often as it has outputs, side by side: where these
   * are several, but don't fill half a vector. Every lane then reads an input of its own, as if the
   * layer had as many input as output channels.
   */
  static boolean repeats(ConvSpec spec) {
    int channels = spec.groupOutputChannels();
    return spec.groupInputChannels() == 1 && channels > 1 && 2 * channels < L;
  }

  /** The micro-kernel that computes these vectors. */
  PlaneMicroKernel microKernel(ConvSpec spec) {
    boolean rows = GroupRowsMicroKernel.takes(spec);
    if (!holdsGroups(spec)) {
      return rows ? new LargeGroupRowsMicroKernel() : new GroupMicroKernel();
    }
    int channels = spec.groupInputChannels();
    if (channels > 1) {
      return rows ? new SmallGroupRowsMicroKernel(channels) : new SmallGroupMicroKernel(channels);
    }
    Axis height = spec.height();
    Axis width = spec.width();
    boolean dense = width.stride() == 1 && width.dilation() == 1;
    if (height.kernel() == 3 && width.kernel() == 3 && dense) {
      return new Depthwise3x3MicroKernel();
    }
    if (width.kernel() == 5 && dense) {
      return new DepthwiseRow5MicroKernel();
    }
    return new DepthwiseMicroKernel();
  }

  int steps() {
    return steps;
  }

  float[] vectors() {
    return vectors.data();
  }

  /** One number an output channel, and room for a vector. */
  float[] bias() {
    return bias;
  }

  /** The vector that computes an output channel. */
  int vector(int oc) {
    return oc / groupChannels * groupVectors + oc % groupChannels / L;
  }

  /** The first output channel of a vector. */
  int outputChannel(int vector) {
    return outputChannels[vector];
  }

  /** The number of vectors. */
  int count() {
    return outputChannels.length;
  }

  /** Where the weights of a vector start. */
  int at(int vector) {
    return vectors.from() + vector * steps * L;
  }

  long bytes() {
    return 4L * (floats + bias.length);
  }
}
