package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * Winograd's convolution of a line one number at a time: the scalar twin of {@link WinogradLine},
 * by which the order of its operations is defined.
 *
 * <p><b>Algorithm.</b> The output is cut into tiles by {@link WinogradAxis}, along the line. For
 * each tile and input channel the inputs are transformed; at each point the products with the
 * transformed weights are added in the order of the input channels, by fused multiply-adds to a sum
 * that starts at zero; the sums are transformed back; then bias, residual, activation.
 */
record WinogradLineReference(
    ConvSpec spec, WinogradLinePoints points, float[] weights, float[] bias)
    implements PreparedConv {
  static PreparedConv of(ConvSpec spec, Filter filter) {
    WinogradLinePoints points = WinogradLine.points(spec);
    int kernels = spec.outputChannels() * spec.inputChannels();
    float[] weights = new float[kernels * points.count()];
    float[] transformed = new float[points.count()];
    for (int i = 0; i < kernels; i++) {
      points.filter(filter.weights().data(), points.taps() * i, transformed);
      System.arraycopy(transformed, 0, weights, i * transformed.length, transformed.length);
    }
    return new WinogradLineReference(spec, points, weights, filter.bias());
  }

  @Override
  public String algorithm() {
    return "winograd-reference";
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
    return new WinogradLineReference(other, points, weights, bias);
  }

  @Override
  public Range inputRows(Range outputRows) {
    return WinogradLine.inputRows(spec, outputRows);
  }

  @Override
  public void run(Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
    RunCheck.check(this, input, residual, output, slice, scratchpad);
    boolean down = WinogradLine.isVertical(spec);
    WinogradAxis axis = WinogradLine.axis(spec);
    float[] tile = new float[points.count()];
    for (int n = slice.images().from(); n < slice.images().to(); n++) {
      for (int oc = slice.outputChannels().from(); oc < slice.outputChannels().to(); oc++) {
        for (int h = slice.outputRows().from(); h < slice.outputRows().to(); h++) {
          for (int w = 0; w < spec.width().output(); w++) {
            int along = down ? h : w;
            int start = axis.start(axis.tile(along));
            tile(input, n, oc, down ? start : h, down ? w : start, tile);
            float y = tile[along - start] + bias[oc];
            if (residual != null) {
              y += residual.data()[residual.index(n, oc, h, w)];
            }
            output.data()[output.index(n, oc, h, w)] = spec.activation().apply(y);
          }
        }
      }
    }
  }

  /** Computes the tile that starts at an output into the first of {@code sums}. */
  private void tile(Block input, int n, int oc, int oh, int ow, float[] sums) {
    boolean down = WinogradLine.isVertical(spec);
    float[] d = new float[points.count()];
    float[] t = new float[points.count()];
    Arrays.fill(sums, 0f);
    for (int ic = 0; ic < spec.inputChannels(); ic++) {
      for (int i = 0; i < d.length; i++) {
        int ih = spec.height().position(oh, down ? i : 0);
        int iw = spec.width().position(ow, down ? 0 : i);
        boolean inside =
            ih >= 0 && ih < spec.height().input() && iw >= 0 && iw < spec.width().input();
        d[i] = inside ? input.data()[input.index(n, ic, ih, iw)] : 0f;
      }
      points.input(d, 0, 1, t);
      int from = (oc * spec.inputChannels() + ic) * d.length;
      for (int i = 0; i < t.length; i++) {
        sums[i] = Math.fma(t[i], weights[from + i], sums[i]);
      }
    }
    points.output(sums, 0, 1);
  }
}
