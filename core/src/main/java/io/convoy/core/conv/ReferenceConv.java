package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Optional;

/**
 * The convolution as it is defined, one element at a time: what every other kernel is held to.
 *
 * <p><b>Algorithm.</b> For each output element, the products in the order kernel row, kernel
 * column, input channel, each added by a fused multiply-add to a sum that starts at zero; then
 * bias, residual, activation. A tap in the padding multiplies a zero.
 *
 * <p><b>Schedule.</b> None: plain loops in the order of the formula.
 */
final class ReferenceConv implements ConvKernel {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    return Optional.empty();
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    return new Footprint(4L * (spec.weightsShape().elements() + spec.outputChannels()), 0);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    return new Prepared(spec, filter);
  }

  private record Prepared(ConvSpec spec, Filter filter) implements PreparedConv {
    @Override
    public String algorithm() {
      return "reference";
    }

    @Override
    public int scratchpadFloats() {
      return 0;
    }

    @Override
    public long packedBytes() {
      return 4L * (filter.weights().data().length + filter.bias().length);
    }

    @Override
    public PreparedConv resized(ConvSpec other) {
      filter.check(other);
      return new Prepared(other, filter);
    }

    @Override
    public void run(
        Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
      RunCheck.check(this, input, residual, output, slice, scratchpad);
      Range oc = slice.outputChannels();
      for (int n = slice.images().from(); n < slice.images().to(); n++) {
        for (int oh = slice.outputRows().from(); oh < slice.outputRows().to(); oh++) {
          for (int ow = 0; ow < spec.width().output(); ow++) {
            for (int c = oc.from(); c < oc.to(); c++) {
              float y = sum(input, n, c, oh, ow) + filter.bias()[c];
              if (residual != null) {
                y += residual.data()[residual.index(n, c, oh, ow)];
              }
              output.data()[output.index(n, c, oh, ow)] = spec.activation().apply(y);
            }
          }
        }
      }
    }

    private float sum(Block input, int n, int oc, int oh, int ow) {
      Axis height = spec.height();
      Axis width = spec.width();
      int channels = spec.groupInputChannels();
      int firstChannel = oc / spec.groupOutputChannels() * channels;
      float[] weights = filter.weights().data();
      float sum = 0f;
      for (int kh = 0; kh < height.kernel(); kh++) {
        int ih = height.position(oh, kh);
        for (int kw = 0; kw < width.kernel(); kw++) {
          int iw = width.position(ow, kw);
          boolean inside = ih >= 0 && ih < height.input() && iw >= 0 && iw < width.input();
          for (int ic = 0; ic < channels; ic++) {
            float x = inside ? input.data()[input.index(n, firstChannel + ic, ih, iw)] : 0f;
            int w = ((oc * channels + ic) * height.kernel() + kh) * width.kernel() + kw;
            sum = Math.fma(x, weights[w], sum);
          }
        }
      }
      return sum;
    }
  }
}
