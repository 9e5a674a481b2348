package io.convoy.core.model;

import io.convoy.core.model.graph.Value;
import io.convoy.core.tensor.Shape;
import java.util.Arrays;

/** Extents of a batch of one as the shape of an image. */
final class Ports {
  private Ports() {}

  /** Without the leading 1, where there is one and it isn't all there is. */
  static Shape shape(int[] extents) {
    return extents.length > 1 && extents[0] == 1
        ? Shape.of(Arrays.copyOfRange(extents, 1, extents.length))
        : Value.shape(extents);
  }
}
