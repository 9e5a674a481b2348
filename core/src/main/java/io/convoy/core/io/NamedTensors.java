package io.convoy.core.io;

import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/** A file that can serve as weights: a few tensors, each read whole. */
interface NamedTensors {
  /** In the file's order. */
  List<String> tensorNames();

  Tensor whole(String tensorName) throws IOException;

  /** What the file calls its output channels, or an empty list. */
  List<String> channelNames();
}
