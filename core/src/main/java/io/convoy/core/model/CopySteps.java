package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.List;

/** Steps that move numbers in, out and between the two layouts. */
final class CopySteps {
  /** Pixels and channels that are turned at once, so that both sides stay in the first cache. */
  private static final int TILE = 16;

  private CopySteps() {}

  /** The caller's numbers into a place. */
  record In(int port, Place to) implements RowStep {
    @Override
    public void run(Run run, Range rows) {
      Range pixels = to.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        float[] from = run.inputs()[port];
        fromPlain(
            from,
            (int) ((run.first() + n) * to.elements),
            run.activations(),
            run.base(to, n),
            to,
            pixels);
      }
    }

    @Override
    public Place rowsOf() {
      return to;
    }

    @Override
    public List<Place> reads() {
      return List.of();
    }

    @Override
    public Range rowsRead(Place read, Range rows) {
      throw new IllegalArgumentException("an input reads no place: place=" + read.tensor);
    }

    @Override
    public List<Place> places() {
      return List.of(to);
    }
  }

  /** A place into the caller's room. */
  record Out(Place from, int port) implements RowStep {
    @Override
    public void run(Run run, Range rows) {
      Range pixels = from.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        float[] to = run.outputs()[port];
        toPlain(
            run.activations(),
            run.base(from, n),
            from,
            to,
            (int) ((run.first() + n) * from.elements),
            pixels);
      }
    }

    @Override
    public void run(Run run, int part, int parts) {
      Range rows = Range.part(from.rows(), parts, part);
      if (!rows.isEmpty()) {
        run(run, rows);
      }
    }

    @Override
    public Place rowsOf() {
      return from;
    }

    @Override
    public List<Place> reads() {
      return List.of(from);
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
    public List<Place> places() {
      return List.of(from);
    }
  }

  /** A place into one of the other layout. */
  record Reorder(Place from, Place to) implements Step {
    @Override
    public void run(Run run) {
      float[] data = run.activations();
      Range all = Range.all(to.layout == Place.Layout.PLAIN ? from.pixels() : to.pixels());
      for (int n = 0; n < run.images(); n++) {
        if (to.layout == Place.Layout.PLAIN) {
          toPlain(data, run.base(from, n), from, data, run.base(to, n), all);
        } else {
          fromPlain(data, run.base(from, n), data, run.base(to, n), to, all);
        }
      }
    }

    @Override
    public List<Place> places() {
      return List.of(from, to);
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }

  /** A place into some channels of a wider one. */
  record Channels(Place x, Place y) implements MapStep {
    @Override
    public void run(Run run, Range rows) {
      float[] data = run.activations();
      Range pixels = x.pixels(rows);
      for (int n = 0; n < run.images(); n++) {
        int source = run.base(x, n);
        int target = run.base(y, n);
        for (int p = pixels.from(); p < pixels.to(); p++) {
          System.arraycopy(data, source + p * x.step(), data, target + p * y.step(), x.channels());
        }
      }
    }
  }

  /** Some pixels of an image; of a plain one always all. */
  private static void fromPlain(
      float[] source, int from, float[] target, int at, Place to, Range some) {
    if (to.layout == Place.Layout.PLAIN) {
      System.arraycopy(source, from, target, at, (int) to.elements);
      return;
    }
    int pixels = to.pixels();
    int channels = to.channels();
    int step = to.step();
    for (int p0 = some.from(); p0 < some.to(); p0 += TILE) {
      int p1 = Math.min(some.to(), p0 + TILE);
      for (int c0 = 0; c0 < channels; c0 += TILE) {
        int c1 = Math.min(channels, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          for (int p = p0; p < p1; p++) {
            target[at + p * step + c] = source[from + c * pixels + p];
          }
        }
      }
    }
  }

  private static void toPlain(
      float[] source, int at, Place from, float[] target, int to, Range some) {
    if (from.layout == Place.Layout.PLAIN) {
      System.arraycopy(source, at, target, to, (int) from.elements);
      return;
    }
    int pixels = from.pixels();
    int channels = from.channels();
    int step = from.step();
    for (int p0 = some.from(); p0 < some.to(); p0 += TILE) {
      int p1 = Math.min(some.to(), p0 + TILE);
      for (int c0 = 0; c0 < channels; c0 += TILE) {
        int c1 = Math.min(channels, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          for (int p = p0; p < p1; p++) {
            target[to + c * pixels + p] = source[at + p * step + c];
          }
        }
      }
    }
  }
}
