package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/** A file that can serve as weights: a few tensors, each read whole. */
interface NamedTensors {
  /** In the file's order. */
  List<String> tensorNames();

  Shape shapeOf(String tensorName) throws IOException;

  Tensor whole(String tensorName) throws IOException;

  /** Some positions of a tensor's outermost dimension: output channels, of weights. */
  default Tensor part(String tensorName, Range positions) throws IOException {
    return Cut.outermost(whole(tensorName), positions);
  }

  /** Whether {@link #part} reads no more than it gives. */
  default boolean readsParts() {
    return false;
  }

  /** What the file calls its output channels, or an empty list. */
  List<String> channelNames();
}
