package io.convoy.job.execute;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;

/** Arrays that grow to the largest record, or step of one, and are used again by the next. */
final class StepBuffers {
  private final MemoryGauge gauge;
  private float[] input = new float[0];
  private float[] scratchpad = new float[0];
  private float[] map = new float[0];

  StepBuffers(MemoryGauge gauge) {
    this.gauge = gauge;
  }

  Block input(Range channels, Range rows, int columns) {
    input = atLeast(input, Block.ALIGNED, channels, rows, columns);
    return new Block(Range.all(1), channels, rows, columns, input, Block.ALIGNED);
  }

  Block map(Range channels, Range rows, int columns) {
    map = atLeast(map, Block.APART, channels, rows, columns);
    return new Block(Range.all(1), channels, rows, columns, map, Block.APART);
  }

  float[] scratchpad(int floats) {
    scratchpad = atLeast(scratchpad, floats);
    return scratchpad;
  }

  /** Tells the gauge what all of them take, and a map that is not among them. */
  void measure(int otherMap) {
    gauge.convolving(input.length, Math.max(map.length, otherMap), scratchpad.length);
  }

  private static float[] atLeast(
      float[] array, int start, Range channels, Range rows, int columns) {
    long floats = start + Block.elements(Range.all(1), channels, rows, columns);
    return atLeast(array, Math.toIntExact(floats));
  }

  private static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
