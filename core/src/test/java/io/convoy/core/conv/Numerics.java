package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import java.util.Random;

/**
 * How far a kernel's sums are from the true ones, on numbers of a network's kind and unkind ones.
 */
final class Numerics {
  /** What the largest error over the largest output may be. */
  static final double BOUND = 5e-5;

  /** Output channels compared, at most: each is a sum of its own. */
  private static final int COMPARED = 64;

  /** Multiplications of the true sums, at most. */
  private static final long MOST = 50_000_000;

  private Numerics() {}

  /** What the input is like. */
  enum Kind {
    /** A normalised photo: values around zero with a mean of its own in each channel. */
    PHOTO,
    /** What a rectifier leaves. */
    RECTIFIED,
    /** All ones, and weights of one: nothing cancels. */
    ONES,
    /** Large and small channels in turn. */
    ALTERNATING;

    private float number(Random random, int channel) {
      return switch (this) {
        case PHOTO -> (float) (random.nextDouble() * 4 - 2 + 0.3 * (channel % 3));
        case RECTIFIED -> (float) Math.max(0, random.nextGaussian());
        case ONES -> 1f;
        case ALTERNATING -> (float) (random.nextGaussian() * (channel % 2 == 0 ? 1e3 : 1e-3));
      };
    }
  }

  /** The largest error of the first output channels over the largest output, against double. */
  static double largestError(ConvKernel kernel, ConvSpec spec, Kind kind) {
    Random random = new Random(17);
    Tensor weights = Tensor.zeros(spec.weightsShape());
    double scale = Math.sqrt(2.0 / spec.reduction());
    for (int i = 0; i < weights.data().length; i++) {
      weights.data()[i] = kind == Kind.ONES ? 1f : (float) (random.nextGaussian() * scale);
    }
    Block input =
        Block.zeros(
            Range.all(1),
            Range.all(spec.inputChannels()),
            Range.all(spec.height().input()),
            spec.width().input());
    for (int i = 0; i < input.data().length; i++) {
      input.data()[i] = kind.number(random, Math.floorMod(i - Block.ALIGNED, spec.inputChannels()));
    }
    Filter filter = Filter.of(weights);
    long each = spec.work().multiplyAdds() / spec.outputChannels();
    int compared = (int) Math.min(Math.min(COMPARED, spec.outputChannels()), MOST / each + 1);
    ConvSlice some =
        new ConvSlice(Range.all(1), Range.all(compared), Range.all(spec.height().output()));
    Block output =
        Block.zeros(some.images(), some.outputChannels(), some.outputRows(), spec.width().output());
    PreparedConv conv = kernel.prepare(spec, filter);
    conv.run(input, output, some, new float[conv.scratchpadFloats()]);
    double largest = 0;
    double error = 0;
    for (int oc = 0; oc < compared; oc++) {
      for (int oh = 0; oh < spec.height().output(); oh++) {
        for (int ow = 0; ow < spec.width().output(); ow++) {
          double sum = sum(spec, filter, input, oc, oh, ow);
          largest = Math.max(largest, Math.abs(sum));
          error = Math.max(error, Math.abs(sum - output.data()[output.index(0, oc, oh, ow)]));
        }
      }
    }
    return error / largest;
  }

  private static double sum(ConvSpec spec, Filter filter, Block input, int oc, int oh, int ow) {
    double sum = 0;
    for (int kh = 0; kh < spec.height().kernel(); kh++) {
      for (int kw = 0; kw < spec.width().kernel(); kw++) {
        int ih = spec.height().position(oh, kh);
        int iw = spec.width().position(ow, kw);
        if (ih < 0 || ih >= spec.height().input() || iw < 0 || iw >= spec.width().input()) {
          continue;
        }
        int from = input.index(0, 0, ih, iw);
        int k = (kh * spec.width().kernel() + kw) * spec.inputChannels();
        for (int ic = 0; ic < spec.inputChannels(); ic++) {
          sum += (double) input.data()[from + ic] * filter.weight(oc, k + ic);
        }
      }
    }
    return sum;
  }
}
