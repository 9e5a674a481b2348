package io.convoy.core.model;

import io.convoy.core.model.operator.Window;
import io.convoy.core.tensor.Range;
import java.util.List;

/** Pools, channels last: vectors of channels, taps in the order of the kernel. */
final class PoolSteps {
  private PoolSteps() {}

  /** Largest or mean of each window. */
  record Windows(boolean largest, boolean countPadding, Window window, Place x, Place y)
      implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      int columns = y.columns();
      for (int n = 0; n < run.images(); n++) {
        int from = run.base(x, n);
        int to = run.base(y, n);
        for (int oh = rows.from(); oh < rows.to(); oh++) {
          for (int ow = 0; ow < columns; ow++) {
            pixel(run.activations(), from, to + (oh * columns + ow) * y.step(), oh, ow);
          }
        }
      }
    }

    private void pixel(float[] data, int from, int to, int oh, int ow) {
      int line = window.input().length - 1;
      int height = line == 0 ? 1 : window.input()[0];
      int width = window.input()[line];
      int h0 = line == 0 ? 0 : oh * window.strides()[0] - window.before()[0];
      int w0 = ow * window.strides()[line] - window.before()[line];
      int kernelHeight = line == 0 ? 1 : window.kernel()[0];
      int dh = line == 0 ? 1 : window.dilations()[0];
      int dw = window.dilations()[line];
      int channels = x.channels();
      int taps = 0;
      int padding = 0;
      int endHeight = height + (line == 0 ? 0 : window.after()[0]);
      int endWidth = width + window.after()[line];
      for (int kh = 0; kh < kernelHeight; kh++) {
        int h = h0 + kh * dh;
        for (int kw = 0; kw < window.kernel()[line]; kw++) {
          int w = w0 + kw * dw;
          if (h < 0 || h >= height || w < 0 || w >= width) {
            padding += h < endHeight && w < endWidth ? 1 : 0;
            continue;
          }
          int at = from + (h * width + w) * x.step();
          if (taps++ == 0) {
            System.arraycopy(data, at, data, to, channels);
          } else {
            ChannelsTransform.combine(
                largest ? ChannelsTransform.Sum.MAX : ChannelsTransform.Sum.ADD,
                data,
                to,
                data,
                at,
                data,
                to,
                channels);
          }
        }
      }
      if (taps == 0) {
        java.util.Arrays.fill(
            data,
            to,
            to + channels,
            largest ? Float.NEGATIVE_INFINITY : countPadding ? 0f : Float.NaN);
      } else if (!largest) {
        float divisor = countPadding ? taps + padding : taps;
        ChannelsTransform.divide(data, to, divisor, data, to, channels);
      }
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      int first = rows.from() * window.strides()[0] - window.before()[0];
      int last =
          (rows.to() - 1) * window.strides()[0]
              - window.before()[0]
              + (window.kernel()[0] - 1) * window.dilations()[0];
      int from = Math.min(Math.max(0, first), x.rows());
      return new Range(from, Math.max(from, Math.min(x.rows(), last + 1)));
    }

    @Override
    public long operations() {
      long taps = 1;
      for (int extent : window.kernel()) {
        taps *= extent;
      }
      return taps * y.elements * ElementSteps.COMBINED;
    }
  }

  /** Largest or mean of each channel: pixel after pixel within a row, then the rows. */
  record Global(boolean largest, Place x, Place y) implements RowStep {
    @Override
    public void run(Run run, Range rows) {
      run(run, rows, Range.all(x.channels()));
    }

    @Override
    public void run(Run run, int part, int parts) {
      run(run, Range.all(x.rows()), Range.part(x.channels(), parts, part));
    }

    private void run(Run run, Range rows, Range some) {
      float[] data = run.activations();
      float[] sums = run.arena().scratch();
      int channels = some.length();
      ChannelsTransform.Sum operation =
          largest ? ChannelsTransform.Sum.MAX : ChannelsTransform.Sum.ADD;
      for (int n = 0; n < run.images(); n++) {
        int from = run.base(x, n) + some.from();
        int to = run.base(y, n) + some.from();
        for (int h = rows.from(); h < rows.to(); h++) {
          System.arraycopy(data, from + h * x.columns() * x.step(), sums, 0, channels);
          for (int w = 1; w < x.columns(); w++) {
            int at = from + (h * x.columns() + w) * x.step();
            ChannelsTransform.combine(operation, sums, 0, data, at, sums, 0, channels);
          }
          if (h == 0) {
            System.arraycopy(sums, 0, data, to, channels);
          } else {
            ChannelsTransform.combine(operation, data, to, sums, 0, data, to, channels);
          }
        }
        if (!largest && rows.to() == x.rows()) {
          ChannelsTransform.divide(data, to, x.pixels(), data, to, channels);
        }
      }
    }

    @Override
    public Place rowsOf() {
      return x;
    }

    @Override
    public List<Place> reads() {
      return List.of(x);
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      return rows;
    }

    @Override
    public boolean endsRows() {
      return true;
    }

    @Override
    public int scratchFloats() {
      return x.channels();
    }

    @Override
    public List<Place> places() {
      return List.of(x, y);
    }

    @Override
    public long operations() {
      return x.elements * ElementSteps.COMBINED;
    }
  }

  /** Pixels that are copies of pixels: nearest neighbours, or some rows and columns. */
  record Copies(int[] sources, Place x, Place y) implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      Range pixels = y.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        int from = run.base(x, n);
        int to = run.base(y, n);
        for (int p = pixels.from(); p < pixels.to(); p++) {
          System.arraycopy(
              data, from + sources[p] * x.step(), data, to + p * y.step(), x.channels());
        }
      }
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      int first = Integer.MAX_VALUE;
      int last = 0;
      for (int row = rows.from(); row < rows.to(); row++) {
        int source = sources[row * y.columns()] / x.columns();
        first = Math.min(first, source);
        last = Math.max(last, source);
      }
      return new Range(first, last + 1);
    }
  }

  /**
   * Channels (KH, KW, C) of a pixel as pixels of C channels: KH rows of KW beside each other. A row
   * of taps is one stretch on both sides.
   */
  record Beside(int kernelHeight, int kernelWidth, Place x, Place y) implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      int channels = y.channels();
      int pieces = y.isDense() ? 1 : kernelWidth;
      int count = kernelWidth * channels / pieces;
      for (int n = 0; n < run.images(); n++) {
        int first = run.base(x, n);
        int to = run.base(y, n) + rows.from() * y.columns() * y.step();
        for (int row = rows.from(); row < rows.to(); row++) {
          int from =
              first
                  + row / kernelHeight * x.columns() * x.step()
                  + row % kernelHeight * kernelWidth * channels;
          for (int w = 0; w < x.columns(); w++) {
            for (int piece = 0; piece < pieces; piece++) {
              System.arraycopy(
                  data, from + w * x.step() + piece * count, data, to + piece * y.step(), count);
            }
            to += kernelWidth * y.step();
          }
        }
      }
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      return new Range(rows.from() / kernelHeight, (rows.to() - 1) / kernelHeight + 1);
    }
  }

  /** Pixels set apart from each other, with zeros in between. */
  record Spread(int[] targets, Place x, Place y) implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      Range filled = y.pixels(rows);
      Range pixels = x.pixels(rowsRead(x, rows));
      for (int n = 0; n < run.images(); n++) {
        int from = run.base(x, n);
        int to = run.base(y, n);
        java.util.Arrays.fill(data, to + filled.from() * y.step(), to + filled.to() * y.step(), 0f);
        for (int p = pixels.from(); p < pixels.to(); p++) {
          System.arraycopy(
              data, from + p * x.step(), data, to + targets[p] * y.step(), x.channels());
        }
      }
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      int from = 0;
      while (from < x.rows() && target(from) < rows.from()) {
        from++;
      }
      int to = from;
      while (to < x.rows() && target(to) < rows.to()) {
        to++;
      }
      return new Range(from, to);
    }

    /** Where a row goes. */
    private int target(int row) {
      return targets[row * x.columns()] / y.columns();
    }
  }
}
