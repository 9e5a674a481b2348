package io.convoy.core.conv;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * Copies rows of the input into planes of {@value #WIDTH} channels, with the padding around.
 *
 * <pre>
 * plane │ row │ phase: padded column mod stride │ padded column / stride │ channel of the plane
 * </pre>
 *
 * <p>What neighbouring windows read for the same tap lies {@value #WIDTH} floats apart, whatever
 * the stride and the number of channels, which gives the micro-kernels literal addresses. A channel
 * of several outputs may be {@linkplain PlaneWeights#repeats packed several times}.
 */
final class PlanePacking {
  /** Channels of a plane: a cache line. */
  static final int WIDTH = 16;

  /**
   * Planes whose distance in cache lines is odd fall into different sets of the first cache, one
   * after the other.
   */
  private static final int EVEN_LINES = 2 * WIDTH;

  private final ConvSpec spec;
  private final Phases phases;
  private final int rowFloats;
  private final int planeFloats;

  /** How often each input channel is packed. */
  private final int times;

  /** The input channel of each channel of the planes, where these repeat it. */
  private final int[] repeated;

  /**
   * @param rows of the input that are packed together, those of the padding included
   */
  PlanePacking(ConvSpec spec, int rows) {
    this.spec = spec;
    this.phases = new Phases(spec.width());
    this.rowFloats = rowFloats(spec);
    this.times = PlaneWeights.repeats(spec) ? spec.groupOutputChannels() : 1;
    this.repeated = new int[times > 1 ? spec.outputChannels() : 0];
    for (int c = 0; c < repeated.length; c++) {
      repeated[c] = c / times;
    }
    int floats = Math.multiplyExact(rows, rowFloats);
    this.planeFloats = floats % EVEN_LINES == 0 ? floats + WIDTH : floats;
  }

  /** Floats of one packed row of a plane. */
  static int rowFloats(ConvSpec spec) {
    return Math.multiplyExact(WIDTH, new Phases(spec.width()).allColumns());
  }

  /** Floats from one row to the next. */
  int rowFloats() {
    return rowFloats;
  }

  /** Floats from one plane to the next. */
  int planeFloats() {
    return planeFloats;
  }

  /**
   * Where the inputs of each step of the reduction lie, for channels that start at position {@code
   * first} of a plane, from where that plane's row of the window's first tap starts.
   */
  int[] offsets(int first) {
    int channels = spec.groupInputChannels();
    Axis width = spec.width();
    int[] offsets = new int[spec.reduction()];
    for (int k = 0; k < offsets.length; k++) {
      int channel = first + k % channels;
      int column = k / channels % width.kernel() * width.dilation();
      int row = k / channels / width.kernel() * spec.height().dilation();
      offsets[k] =
          channel / WIDTH * planeFloats
              + row * rowFloats
              + phases.place(column) * WIDTH
              + channel % WIDTH;
    }
    return offsets;
  }

  /**
   * Packs one row of some planes.
   *
   * @param ih the input row; one of the padding gives zeros
   * @param firstPlane of the {@code planes} that are packed
   * @param to where the row of the first of them starts
   */
  void row(Block input, int n, int ih, int firstPlane, int planes, float[] target, int to) {
    if (ih < 0 || ih >= spec.height().input()) {
      PlaneTransform.zero(target, to, planeFloats, planes, rowFloats);
      return;
    }
    for (int phase = 0; phase < phases.count(); phase++) {
      int at = to + phase * phases.columns() * WIDTH;
      int first = phases.before(phase);
      int last = phases.end(phase);
      PlaneTransform.zero(target, at, planeFloats, planes, first * WIDTH);
      int after = (phases.columns() - last) * WIDTH;
      PlaneTransform.zero(target, at + last * WIDTH, planeFloats, planes, after);
    }
    if (times > 1) {
      repeat(input, n, ih, firstPlane, planes, target, to);
    } else {
      copy(input, n, ih, firstPlane, planes, target, to);
    }
  }

  private void copy(
      Block input, int n, int ih, int firstPlane, int planes, float[] target, int to) {
    Range held = input.channels();
    int first = firstPlane * WIDTH;
    int whole = 0;
    if (first >= held.from()) {
      // Whole planes are copied together, and with them the last one, if only in part held: what is
      // read past the last channel is the next pixel's, and goes to lanes that are no channel's.
      int end = input.index(n, first, ih, spec.width().input() - 1) + planes * WIDTH;
      boolean readable = end <= input.data().length;
      whole = readable ? planes : Math.min(planes, (held.to() - first) / WIDTH);
    }
    if (whole > 0) {
      PlaneTransform.copy(
          input.data(),
          input.index(n, first, ih, 0),
          held.length(),
          spec.width().input(),
          target,
          to,
          planeFloats,
          whole,
          spec.width().padBefore(),
          spec.width().stride(),
          phases.columns() * WIDTH);
    }
    for (int plane = whole; plane < planes; plane++) {
      part(input, n, ih, first + plane * WIDTH, target, to + plane * planeFloats);
    }
  }

  /** As {@link #copy}, number by number, each channel as often as it is packed. */
  private void repeat(
      Block input, int n, int ih, int firstPlane, int planes, float[] target, int to) {
    Range held = input.channels();
    int start = Math.max(firstPlane * WIDTH, held.from() * times);
    int end = Math.min((firstPlane + planes) * WIDTH, held.to() * times);
    end = Math.min(end, repeated.length);
    float[] numbers = input.data();
    for (int iw = 0; iw < spec.width().input(); iw++) {
      int column = spec.width().padBefore() + iw;
      int at = to + phases.place(column) * WIDTH;
      int from = input.index(n, held.from(), ih, iw) - held.from();
      for (int plane = 0; plane < planes; plane++) {
        int first = (firstPlane + plane) * WIDTH;
        int line = at + plane * planeFloats - first;
        int last = Math.min(end, first + WIDTH);
        for (int c = Math.max(start, first); c < last; c++) {
          target[line + c] = numbers[from + repeated[c]];
        }
      }
    }
  }

  /** A plane of which the input doesn't hold all channels; the others are of no slice, and zero. */
  private void part(Block input, int n, int ih, int channel, float[] target, int to) {
    Range held = input.channels();
    int start = Math.max(channel, held.from());
    int length = Math.min(channel + WIDTH, held.to()) - start;
    for (int iw = 0; iw < spec.width().input(); iw++) {
      int column = spec.width().padBefore() + iw;
      int at = to + phases.place(column) * WIDTH;
      Arrays.fill(target, at, at + WIDTH, 0f);
      System.arraycopy(
          input.data(), input.index(n, start, ih, iw), target, at + start - channel, length);
    }
  }
}
