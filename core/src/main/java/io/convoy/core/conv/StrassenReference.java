package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Optional;

/**
 * Strassen's product one number at a time: the scalar twin of {@link StrassenProduct}, by which the
 * order of its operations is defined.
 *
 * <p>The names are those of the class comments of {@link StrassenProduct} and {@link
 * StrassenBlocks}.
 */
final class StrassenReference implements ConvKernel {
  @Override
  public String name() {
    return "strassen-reference";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    return new StrassenConv().whyNot(spec);
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    return new Footprint(4L * (numbers(spec) + spec.outputChannels()), 0);
  }

  private static int numbers(ConvSpec spec) {
    int firsts = StrassenBlocks.firsts(spec.outputChannels());
    return StrassenBlocks.PRODUCTS * firsts * (spec.reduction() / 2);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    int firsts = StrassenBlocks.firsts(spec.outputChannels());
    int half = spec.reduction() / 2;
    float[] weights = new float[numbers(spec)];
    StrassenBlocks.weights(
        spec,
        filter,
        (product, i, k, number) -> weights[(product * firsts + i) * half + k] = number);
    return new Prepared(spec, weights, filter.bias());
  }

  private record Prepared(ConvSpec spec, float[] weights, float[] bias) implements PreparedConv {
    @Override
    public String algorithm() {
      return "strassen-reference";
    }

    @Override
    public int scratchpadFloats() {
      return 0;
    }

    @Override
    public long packedBytes() {
      return 4L * (weights.length + bias.length);
    }

    @Override
    public PreparedConv resized(ConvSpec other) {
      return new Prepared(other, weights, bias);
    }

    @Override
    public Range inputRows(Range outputRows) {
      return ConvSlice.rowsRead(spec, StrassenBlocks.rows(spec, outputRows));
    }

    @Override
    public void run(
        Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
      RunCheck.check(this, input, residual, output, slice, scratchpad);
      if (slice.isEmpty()) {
        return;
      }
      int columns = spec.width().output();
      int from = slice.outputRows().from() * columns;
      int to = slice.outputRows().to() * columns;
      float[] windows = new float[2 * spec.reduction()];
      float[] sums = new float[4];
      for (int n = slice.images().from(); n < slice.images().to(); n++) {
        for (int pixel = from / 2 * 2; pixel < to; pixel += 2) {
          window(input, n, pixel, windows, 0);
          window(input, n, pixel + 1, windows, spec.reduction());
          for (int i = 0; i < StrassenBlocks.firsts(spec.outputChannels()); i++) {
            products(windows, i, sums);
            for (int q = 0; q < 4; q++) {
              int oc = StrassenBlocks.channel(i) + q % 2 * StrassenBlocks.CHANNELS;
              int p = pixel + q / 2;
              if (p >= from && p < to && slice.outputChannels().contains(new Range(oc, oc + 1))) {
                write(sums[q], residual, output, n, oc, p / columns, p % columns);
              }
            }
          }
        }
      }
    }

    /** The numbers that a pixel's sum multiplies; zeros for one that isn't there. */
    private void window(Block input, int n, int pixel, float[] target, int at) {
      int channels = spec.inputChannels();
      int columns = spec.width().output();
      for (int k = 0; k < spec.reduction(); k++) {
        int tap = k / channels;
        int ih = spec.height().position(pixel / columns, tap / spec.width().kernel());
        int iw = spec.width().position(pixel % columns, tap % spec.width().kernel());
        boolean inside =
            pixel < spec.height().output() * columns
                && ih >= 0
                && ih < spec.height().input()
                && iw >= 0
                && iw < spec.width().input();
        target[at + k] = inside ? input.data()[input.index(n, k % channels, ih, iw)] : 0f;
      }
    }

    /** The four sums of two pixels and two output channels. */
    private void products(float[] windows, int i, float[] sums) {
      int half = spec.reduction() / 2;
      int step = StrassenBlocks.firsts(spec.outputChannels()) * half;
      float u = 0;
      for (int k = 0; k < half; k++) {
        u = Math.fma(windows[k], weights[i * half + k], u);
      }
      float y00 = u;
      float v = 0;
      for (int k = 0; k < half; k++) {
        float x = windows[k];
        float y = windows[half + k];
        float both = windows[2 * half + k] + windows[3 * half + k];
        int at = i * half + k;
        y00 = Math.fma(y, weights[step + at], y00);
        u = Math.fma(both - x, weights[2 * step + at], u);
        v = Math.fma(both, weights[3 * step + at], v);
      }
      float y01 = u + v;
      for (int k = 0; k < half; k++) {
        float both = windows[2 * half + k] + windows[3 * half + k];
        float s = both - windows[k];
        int at = i * half + k;
        y01 = Math.fma(windows[half + k] - s, weights[4 * step + at], y01);
        u = Math.fma(windows[k] - windows[2 * half + k], weights[5 * step + at], u);
      }
      float y10 = u;
      for (int k = 0; k < half; k++) {
        y10 = Math.fma(windows[3 * half + k], weights[6 * step + i * half + k], y10);
      }
      sums[0] = y00;
      sums[1] = y01;
      sums[2] = y10;
      sums[3] = u + v;
    }

    private void write(float sum, Block residual, Block output, int n, int oc, int oh, int ow) {
      float y = sum + bias[oc];
      if (residual != null) {
        y += residual.data()[residual.index(n, oc, oh, ow)];
      }
      output.data()[output.index(n, oc, oh, ow)] = spec.activation().apply(y);
    }
  }
}
