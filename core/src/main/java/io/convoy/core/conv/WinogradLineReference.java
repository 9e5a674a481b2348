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

  /** Computes the tile that starts at an output into the first four of {@code sums}. */
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
      input(d, t);
      int from = (oc * spec.inputChannels() + ic) * d.length;
      for (int i = 0; i < t.length; i++) {
        sums[i] = Math.fma(t[i], weights[from + i], sums[i]);
      }
    }
    output(sums);
  }

  /** The inputs of a tile to its points. */
  private void input(float[] d, float[] t) {
    int pairs = points.pairs();
    t[0] = end(d, 0);
    t[t.length - 1] = end(d, 1);
    for (int i = 0; i < pairs; i++) {
      float even = d[2 * pairs];
      float odd = d[2 * pairs - 1];
      for (int k = 1; k < pairs; k++) {
        even = Math.fma(d[2 * pairs - 2 * k], points.others(i, k), even);
        odd = Math.fma(d[2 * pairs - 1 - 2 * k], points.others(i, k), odd);
      }
      t[1 + 2 * i] = Math.fma(odd, points.pair(i), even);
      t[2 + 2 * i] = Math.fma(odd, -points.pair(i), even);
    }
  }

  private float end(float[] d, int at) {
    int last = at + 2 * points.pairs();
    float sum = d[last];
    for (int k = 1; k <= points.pairs(); k++) {
      sum = Math.fma(d[last - 2 * k], points.all(k), sum);
    }
    return sum;
  }

  /** The sums of the points to four outputs, in place; what lies behind them is of no use. */
  private void output(float[] m) {
    float y0 = m[0];
    float y1 = 0;
    float y2 = 0;
    float y3 = m[m.length - 1];
    for (int i = 0; i < points.pairs(); i++) {
      float sum = m[1 + 2 * i] + m[2 + 2 * i];
      float difference = m[1 + 2 * i] - m[2 + 2 * i];
      y0 += sum;
      y1 = i == 0 ? difference * points.pair(i) : Math.fma(difference, points.pair(i), y1);
      y2 = i == 0 ? sum * points.power(i, 2) : Math.fma(sum, points.power(i, 2), y2);
      y3 = Math.fma(difference, points.power(i, 3), y3);
    }
    m[0] = y0;
    m[1] = y1;
    m[2] = y2;
    m[3] = y3;
  }
}
