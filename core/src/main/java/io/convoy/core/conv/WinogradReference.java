package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Optional;
import java.util.function.Function;

/**
 * Winograd's convolution one number at a time: the scalar twin of {@link WinogradConv} and {@link
 * Winograd6Conv}, by which the order of their operations is defined.
 *
 * <p>Lines are {@link WinogradLineReference}'s.
 *
 * <p><b>Algorithm of squares.</b> The output is cut into tiles by {@link WinogradAxis}, each way.
 * For each tile and input channel the patch is transformed, columns first; at each of the points
 * the products with the transformed weights are added in the order of the input channels, by fused
 * multiply-adds to a sum that starts at zero; the sums are transformed back, columns first; then
 * bias, residual, activation. {@link WinogradSquarePoints} has the transforms.
 */
final class WinogradReference implements ConvKernel {
  private final ConvKernel twin;
  private final Function<ConvSpec, WinogradSquarePoints> squares;

  /**
   * @param twin the kernel whose bits these are
   * @param squares its points for a square kernel
   */
  WinogradReference(ConvKernel twin, Function<ConvSpec, WinogradSquarePoints> squares) {
    this.twin = twin;
    this.squares = squares;
  }

  @Override
  public String name() {
    return twin.name() + "-reference";
  }

  @Override
  public Optional<String> whyNot(ConvSpec spec) {
    return twin.whyNot(spec);
  }

  @Override
  public Footprint footprint(ConvSpec spec) {
    long kernels = (long) spec.outputChannels() * spec.inputChannels();
    int points =
        WinogradLine.isLine(spec)
            ? WinogradLine.points(spec).count()
            : squares.apply(spec).products();
    return new Footprint(4L * (kernels * points + spec.outputChannels()), 0);
  }

  @Override
  public PreparedConv prepare(ConvSpec spec, Filter filter) {
    filter.check(spec);
    if (WinogradLine.isLine(spec)) {
      return WinogradLineReference.of(spec, filter);
    }
    WinogradSquarePoints points = squares.apply(spec);
    int kernels = spec.outputChannels() * spec.inputChannels();
    int taps = spec.height().kernel() * spec.width().kernel();
    float[] weights = new float[kernels * points.products()];
    float[] transformed = new float[points.products()];
    for (int i = 0; i < kernels; i++) {
      points.filter(filter.weights().data(), taps * i, transformed);
      System.arraycopy(transformed, 0, weights, i * transformed.length, transformed.length);
    }
    return new Prepared(name(), spec, points, weights, filter.bias());
  }

  private record Prepared(
      String algorithm, ConvSpec spec, WinogradSquarePoints points, float[] weights, float[] bias)
      implements PreparedConv {
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
      return new Prepared(algorithm, other, points, weights, bias);
    }

    @Override
    public Range inputRows(Range outputRows) {
      return WinogradSquare.inputRows(spec, points, outputRows);
    }

    @Override
    public void run(
        Block input, Block residual, Block output, ConvSlice slice, float[] scratchpad) {
      RunCheck.check(this, input, residual, output, slice, scratchpad);
      if (slice.isEmpty()) {
        return;
      }
      WinogradAxis down = points.axis(spec.height().output());
      WinogradAxis across = points.axis(spec.width().output());
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
      int outputs = points.outputs();
      float[] tile = new float[outputs * outputs];
      tile(input, n, oc, oh, columns.from(), tile);
      for (int h = rows.from(); h < rows.to(); h++) {
        for (int w = columns.from(); w < columns.to(); w++) {
          float y = tile[(h - oh) * outputs + w - columns.from()] + bias[oc];
          if (residual != null) {
            y += residual.data()[residual.index(n, oc, h, w)];
          }
          output.data()[output.index(n, oc, h, w)] = spec.activation().apply(y);
        }
      }
    }

    private void tile(Block input, int n, int oc, int oh, int ow, float[] tile) {
      int count = points.count();
      float[] sums = new float[points.products()];
      float[] patch = new float[points.products()];
      float[] columns = new float[points.products()];
      for (int ic = 0; ic < spec.inputChannels(); ic++) {
        for (int i = 0; i < patch.length; i++) {
          int ih = spec.height().position(oh, 0) + i / count;
          int iw = spec.width().position(ow, 0) + i % count;
          boolean inside =
              ih >= 0 && ih < spec.height().input() && iw >= 0 && iw < spec.width().input();
          patch[i] = inside ? input.data()[input.index(n, ic, ih, iw)] : 0f;
        }
        for (int j = 0; j < count; j++) {
          points.input(patch, j, count, columns);
        }
        for (int i = 0; i < count; i++) {
          points.input(columns, count * i, 1, patch);
        }
        int first = (oc * spec.inputChannels() + ic) * points.products();
        for (int i = 0; i < patch.length; i++) {
          sums[i] = Math.fma(patch[i], weights[first + i], sums[i]);
        }
      }
      for (int j = 0; j < count; j++) {
        points.output(sums, j, count);
      }
      int outputs = points.outputs();
      for (int i = 0; i < outputs; i++) {
        points.output(sums, count * i, 1);
        System.arraycopy(sums, count * i, tile, outputs * i, outputs);
      }
    }
  }
}
