package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Optional;

/**
 * Winograd's convolution one number at a time: the scalar twin of {@link WinogradConv}, by which
 * the order of its operations is defined.
 *
 * <p>Lines are {@link WinogradLineReference}'s.
 *
 * <p><b>Algorithm of 3×3.</b> The output is cut into tiles by {@link WinogradAxis}, each way. For
 * each tile and input channel the 6×6 patch is transformed, columns first; at each of the 36 points
 * the products with the transformed weights are added in the order of the input channels, by fused
 * multiply-adds to a sum that starts at zero; the 36 sums are transformed back, columns first; then
 * bias, residual, activation.
 */
final class WinogradReference implements ConvKernel {
  @Override
  public String name() {
    return "winograd-reference";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    return new WinogradConv().whyNot(spec);
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    long kernels = (long) spec.outputChannels() * spec.inputChannels();
    int points =
        WinogradLine.isLine(spec) ? WinogradLine.points(spec).count() : WinogradPoints.PRODUCTS;
    return new Footprint(4L * (kernels * points + spec.outputChannels()), 0);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    if (WinogradLine.isLine(spec)) {
      return WinogradLineReference.of(spec, filter);
    }
    int kernels = spec.outputChannels() * spec.inputChannels();
    float[] points = new float[kernels * WinogradPoints.PRODUCTS];
    float[] transformed = new float[WinogradPoints.PRODUCTS];
    for (int i = 0; i < kernels; i++) {
      WinogradPoints.filter(filter.weights().data(), 9 * i, transformed);
      System.arraycopy(transformed, 0, points, i * transformed.length, transformed.length);
    }
    return new Prepared(spec, points, filter.bias());
  }

  private record Prepared(ConvSpec spec, float[] points, float[] bias) implements PreparedConv {
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
      return 4L * (points.length + bias.length);
    }

    @Override
    public PreparedConv resized(ConvSpec other) {
      return new Prepared(other, points, bias);
    }

    @Override
    public Range inputRows(Range outputRows) {
      return WinogradSquare.inputRows(spec, outputRows);
    }

    @Override
    public void run(
        Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
      RunCheck.check(this, input, residual, output, slice, scratchpad);
      if (slice.isEmpty()) {
        return;
      }
      WinogradAxis down = WinogradAxis.of(spec.height().output());
      WinogradAxis across = WinogradAxis.of(spec.width().output());
      int firstRow = down.tile(slice.outputRows().from());
      int lastRow = down.tile(slice.outputRows().to() - 1);
      for (int n = slice.images().from(); n < slice.images().to(); n++) {
        for (int oc = slice.outputChannels().from(); oc < slice.outputChannels().to(); oc++) {
          for (int i = firstRow; i <= lastRow; i++) {
            for (int j = 0; j < across.tiles(); j++) {
              Range rows = down.outputs(i, slice.outputRows());
              write(input, residual, output, n, oc, down.start(i), rows, across.outputs(j));
            }
          }
        }
      }
    }

    /** Computes a tile and writes what is wanted of it. */
    private void write(
        Block input,
        Block residual,
        Block output,
        int n,
        int oc,
        int oh,
        Range rows,
        Range columns) {
      float[] tile = new float[16];
      tile(input, n, oc, oh, columns.from(), tile);
      for (int h = rows.from(); h < rows.to(); h++) {
        for (int w = columns.from(); w < columns.to(); w++) {
          float y = tile[(h - oh) * 4 + w - columns.from()] + bias[oc];
          if (residual != null) {
            y += residual.data()[residual.index(n, oc, h, w)];
          }
          output.data()[output.index(n, oc, h, w)] = spec.activation().apply(y);
        }
      }
    }

    private void tile(Block input, int n, int oc, int oh, int ow, float[] tile) {
      float[] sums = new float[36];
      float[] patch = new float[36];
      for (int ic = 0; ic < spec.inputChannels(); ic++) {
        for (int i = 0; i < 36; i++) {
          int ih = spec.height().position(oh + i / 6, 0);
          int iw = spec.width().position(ow + i % 6, 0);
          boolean inside =
              ih >= 0 && ih < spec.height().input() && iw >= 0 && iw < spec.width().input();
          patch[i] = inside ? input.data()[input.index(n, ic, ih, iw)] : 0f;
        }
        for (int j = 0; j < 6; j++) {
          input(patch, j, 6);
        }
        for (int i = 0; i < 6; i++) {
          input(patch, 6 * i, 1);
        }
        int weights = (oc * spec.inputChannels() + ic) * 36;
        for (int i = 0; i < 36; i++) {
          sums[i] = Math.fma(patch[i], points[weights + i], sums[i]);
        }
      }
      for (int j = 0; j < 6; j++) {
        output(sums, j, 6);
      }
      for (int i = 0; i < 4; i++) {
        output(sums, 6 * i, 1);
        System.arraycopy(sums, 6 * i, tile, 4 * i, 4);
      }
    }

    /** Six numbers to six points, in place. */
    private static void input(float[] d, int at, int step) {
      float d0 = d[at];
      float d1 = d[at + step];
      float d2 = d[at + 2 * step];
      float d3 = d[at + 3 * step];
      float d4 = d[at + 4 * step];
      float d5 = d[at + 5 * step];
      float evenA = Math.fma(d2, -WinogradPoints.B2, d4);
      float oddA = Math.fma(d1, -WinogradPoints.B2, d3);
      float evenB = Math.fma(d2, -WinogradPoints.A2, d4);
      float oddB = Math.fma(d1, -WinogradPoints.A2, d3);
      d[at] = Math.fma(d0, WinogradPoints.PRODUCT, Math.fma(d2, -WinogradPoints.SUM, d4));
      d[at + step] = Math.fma(oddA, WinogradPoints.A, evenA);
      d[at + 2 * step] = Math.fma(oddA, -WinogradPoints.A, evenA);
      d[at + 3 * step] = Math.fma(oddB, WinogradPoints.B, evenB);
      d[at + 4 * step] = Math.fma(oddB, -WinogradPoints.B, evenB);
      d[at + 5 * step] =
          Math.fma(d1, WinogradPoints.PRODUCT, Math.fma(d3, -WinogradPoints.SUM, d5));
    }

    /** Six points to four numbers, in place; the last two are left as they are. */
    private static void output(float[] m, int at, int step) {
      float m0 = m[at];
      float m5 = m[at + 5 * step];
      float sumA = m[at + step] + m[at + 2 * step];
      float differenceA = m[at + step] - m[at + 2 * step];
      float sumB = m[at + 3 * step] + m[at + 4 * step];
      float differenceB = m[at + 3 * step] - m[at + 4 * step];
      m[at] = m0 + sumA + sumB;
      m[at + step] = Math.fma(differenceB, WinogradPoints.B, differenceA * WinogradPoints.A);
      m[at + 2 * step] = Math.fma(sumB, WinogradPoints.B2, sumA * WinogradPoints.A2);
      m[at + 3 * step] =
          Math.fma(differenceB, WinogradPoints.B3, Math.fma(differenceA, WinogradPoints.A3, m5));
    }
  }
}
