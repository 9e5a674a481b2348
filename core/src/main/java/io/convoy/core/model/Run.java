package io.convoy.core.model;

import io.convoy.core.tensor.Range;

/**
 * What a step sees of a run.
 *
 * @param first the first of its images among the caller's
 * @param images how many it has
 * @param inputs the caller's numbers, one array an input
 * @param outputs the caller's room, one array a wanted tensor
 * @param firstRows of each place of which a band is held, the row at which the band starts
 * @param together how many images there is room for, these among them
 * @param before how many of those come before these
 */
record Run(
    int first,
    int images,
    float[][] inputs,
    float[][] outputs,
    Arena arena,
    int[] firstRows,
    int together,
    int before) {
  Run(int first, int images, float[][] inputs, float[][] outputs, Arena arena, int[] firstRows) {
    this(first, images, inputs, outputs, arena, firstRows, images, 0);
  }

  /** All rows of everything are there. */
  static Run whole(int first, int images, float[][] inputs, float[][] outputs, Arena arena) {
    return new Run(first, images, inputs, outputs, arena, new int[0]);
  }

  /** One of its images, of which some places hold a band. */
  Run image(int n, int[] startRows) {
    return new Run(first + n, 1, inputs, outputs, arena, startRows, together, before + n);
  }

  float[] activations() {
    return arena.activations();
  }

  /**
   * Where an image of a place starts in {@link #activations}; where a band of it is held, where its
   * first row would lie if it were there too.
   */
  int base(Place place, int image) {
    Place root = place.root();
    if (root.gathered) {
      return place.base(arena.gatheredStart(), arena.gathered(), first % arena.gathered() + image);
    }
    if (root.banded < 0) {
      return place.base(Arena.START, together, before + image);
    }
    return place.base(Arena.START, together, image) - firstRows[root.banded] * root.rowFloats();
  }

  /**
   * The rows of a place that are there, of {@code rows} in all; at the end of one image's map fewer
   * than there is room for.
   */
  Range held(Place place, int rows) {
    Place root = place.root();
    if (root.banded < 0) {
      return Range.all(rows);
    }
    int from = firstRows[root.banded];
    return new Range(from, Math.min(rows, from + (int) (root.held / root.rowFloats())));
  }
}
