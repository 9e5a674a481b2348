package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import java.util.Arrays;

/**
 * Copies rows of the input so that lane i of a vector holds what output channel i reads, with the
 * padding around.
 *
 * <pre>
 * channel of the group │ row │ padded column │ output channel, in whole vectors
 * </pre>
 *
 * <p>With one channel a group and one output a channel that is the input itself, copied row by row;
 * otherwise a permutation of it for each channel of the group.
 */
final class LanePacking {
  private static final int L = Simd.LANES;

  /**
   * Columns of a KiB and more are set apart by a cache line: a vector's inputs at neighbouring
   * pixels would otherwise all fall into a few sets of the first cache.
   */
  private static final int WIDE_COLUMN = 256;

  private static final int SPREAD = 16;

  private final ConvSpec spec;

  /** For each vector, channel of the group and lane the input channel, from the vector's first. */
  private final int[] lanes;

  private final LaneTransform permutations;
  private final int columnFloats;

  LanePacking(ConvSpec spec) {
    this.spec = spec;
    int vectors = (spec.outputChannels() + L - 1) / L;
    int inputs = spec.groupInputChannels();
    this.columnFloats = vectors * L + (vectors * L >= WIDE_COLUMN ? SPREAD : 0);
    this.lanes = new int[vectors * inputs * L];
    for (int v = 0; v < vectors; v++) {
      for (int lane = 0; lane < L; lane++) {
        int oc = Math.min(v * L + lane, spec.outputChannels() - 1);
        for (int ic = 0; ic < inputs; ic++) {
          lanes[(v * inputs + ic) * L + lane] = inputChannel(oc) + ic - inputChannel(v * L);
        }
      }
    }
    this.permutations = new LaneTransform(lanes);
  }

  /** The first input channel of an output channel's group. */
  private int inputChannel(int oc) {
    return oc / spec.groupOutputChannels() * spec.groupInputChannels();
  }

  /** Floats from one column to the next. */
  int columnFloats() {
    return columnFloats;
  }

  /** Floats of one packed row of one channel of the group. */
  int rowFloats() {
    Axis width = spec.width();
    return (width.input() + width.padBefore() + Math.max(0, width.padAfter())) * columnFloats;
  }

  /** Where the inputs of a step lie, from a window's first row and column. */
  int[] offsets(int planeFloats) {
    int channels = spec.groupInputChannels();
    int[] offsets = new int[spec.reduction()];
    for (int k = 0; k < offsets.length; k++) {
      int ic = k % channels;
      int kw = k / channels % spec.width().kernel();
      int kh = k / channels / spec.width().kernel();
      offsets[k] =
          ic * planeFloats
              + kh * spec.height().dilation() * rowFloats()
              + kw * spec.width().dilation() * columnFloats;
    }
    return offsets;
  }

  /**
   * Packs one row for some output channels.
   *
   * @param ih the input row; one of the padding gives zeros
   * @param firstVector of the output channels, and {@code lastVector} the one after the last
   * @param to where the row of the group's first channel starts, the others' {@code planeFloats}
   *     apart
   */
  void row(
      Block input,
      int n,
      int ih,
      int firstVector,
      int lastVector,
      float[] target,
      int to,
      int planeFloats) {
    int before = spec.width().padBefore() * columnFloats;
    int inside = spec.width().input() * columnFloats;
    for (int ic = 0; ic < spec.groupInputChannels(); ic++) {
      int row = to + ic * planeFloats;
      if (ih < 0 || ih >= spec.height().input()) {
        Arrays.fill(target, row, row + rowFloats(), 0f);
        continue;
      }
      Arrays.fill(target, row, row + before, 0f);
      Arrays.fill(target, row + before + inside, row + rowFloats(), 0f);
      if (spec.groupInputChannels() == 1 && spec.groupOutputChannels() == 1) {
        copy(input, n, ih, target, row + before);
      } else {
        for (int v = firstVector; v < lastVector; v++) {
          spread(input, n, ih, v, ic, target, row + before + v * L);
        }
      }
    }
  }

  /** The channels that the input holds, each to its own place. */
  private void copy(Block input, int n, int ih, float[] target, int to) {
    int held = input.channels().length();
    int from = input.index(n, input.channels().from(), ih, 0);
    if (held == columnFloats) {
      System.arraycopy(input.data(), from, target, to, spec.width().input() * held);
      return;
    }
    int first = to + input.channels().from();
    for (int iw = 0; iw < spec.width().input(); iw++) {
      System.arraycopy(input.data(), from + iw * held, target, first + iw * columnFloats, held);
    }
  }

  /** One vector of one channel of the group. */
  private void spread(Block input, int n, int ih, int v, int ic, float[] target, int to) {
    int columns = spec.width().input();
    int step = input.channels().length();
    int index = v * spec.groupInputChannels() + ic;
    int channel = inputChannel(v * L);
    int from = input.index(n, channel, ih, 0);
    int reach = lanes[(v + 1) * spec.groupInputChannels() * L - 1];
    boolean held =
        channel >= input.channels().from() && channel + reach < input.channels().to() && reach < L;
    // The last vectors may reach past the end of the array: those lane by lane.
    int whole = held ? columns : 0;
    while (whole > 0 && from + (whole - 1) * step + L > input.data().length) {
      whole--;
    }
    permutations.permute(index, input.data(), from, step, target, to, columnFloats, whole);
    for (int iw = whole; iw < columns; iw++) {
      gather(input, from + iw * step, channel, index * L, target, to + iw * columnFloats);
    }
  }

  /** One vector, lane by lane; lanes whose channel the input doesn't hold are of no slice: zero. */
  private void gather(Block input, int from, int channel, int at, float[] target, int to) {
    for (int i = 0; i < L; i++) {
      int c = channel + lanes[at + i];
      boolean held = c >= input.channels().from() && c < input.channels().to();
      target[to + i] = held ? input.data()[from + lanes[at + i]] : 0f;
    }
  }
}
