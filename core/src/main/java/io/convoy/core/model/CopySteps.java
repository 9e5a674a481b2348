package io.convoy.core.model;

import java.util.List;

/** Steps that move numbers in, out and between the two layouts. */
final class CopySteps {
  /** Pixels and channels that are turned at once, so that both sides stay in the first cache. */
  private static final int TILE = 16;

  private CopySteps() {}

  /** The caller's numbers into a place. */
  record In(int port, Place to) implements Step {
    @Override
    public void run(Run run) {
      for (int n = 0; n < run.images(); n++) {
        fromPlain(run.inputs()[port], n * to.elements, run.activations(), run.base(to, n), to);
      }
    }

    @Override
    public List<Place> places() {
      return List.of(to);
    }
  }

  /** A place into the caller's room. */
  record Out(Place from, int port) implements Step {
    @Override
    public void run(Run run) {
      for (int n = 0; n < run.images(); n++) {
        toPlain(run.activations(), run.base(from, n), from, run.outputs()[port], n * from.elements);
      }
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
      for (int n = 0; n < run.images(); n++) {
        if (to.layout == Place.Layout.PLAIN) {
          toPlain(data, run.base(from, n), from, data, run.base(to, n));
        } else {
          fromPlain(data, run.base(from, n), data, run.base(to, n), to);
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
  record Channels(Place from, Place to) implements Step {
    @Override
    public void run(Run run) {
      float[] data = run.activations();
      for (int n = 0; n < run.images(); n++) {
        int source = run.base(from, n);
        int target = run.base(to, n);
        for (int p = 0; p < from.pixels(); p++) {
          System.arraycopy(
              data, source + p * from.step(), data, target + p * to.step(), from.channels());
        }
      }
    }

    @Override
    public List<Place> places() {
      return List.of(from, to);
    }
  }

  private static void fromPlain(float[] source, int from, float[] target, int at, Place to) {
    if (to.layout == Place.Layout.PLAIN) {
      System.arraycopy(source, from, target, at, to.elements);
      return;
    }
    int pixels = to.pixels();
    int channels = to.channels();
    int step = to.step();
    for (int p0 = 0; p0 < pixels; p0 += TILE) {
      int p1 = Math.min(pixels, p0 + TILE);
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

  private static void toPlain(float[] source, int at, Place from, float[] target, int to) {
    if (from.layout == Place.Layout.PLAIN) {
      System.arraycopy(source, at, target, to, from.elements);
      return;
    }
    int pixels = from.pixels();
    int channels = from.channels();
    int step = from.step();
    for (int p0 = 0; p0 < pixels; p0 += TILE) {
      int p1 = Math.min(pixels, p0 + TILE);
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
