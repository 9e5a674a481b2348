package io.convoy.job.plan;

import io.convoy.core.image.Preprocess;
import java.util.List;
import java.util.Optional;

/**
 * All that a run of one convolution layer needs to be told.
 *
 * @param inputs files, folders and patterns, in the order of the output
 * @param layer what is computed
 * @param preprocess what happens to a record first
 * @param grid how the work is cut; empty leaves it to the planner
 * @param onError what becomes of a bad record
 * @param output where the result goes
 */
public record ConvRequest(
    List<String> inputs,
    LayerRequest layer,
    Preprocess preprocess,
    Optional<Grid> grid,
    OnError onError,
    OutputRequest output)
    implements RunRequest {
  public ConvRequest {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a run needs at least one input: inputs=[]");
    }
  }

  @Override
  public ConvRequest cutAs(Grid other) {
    return new ConvRequest(inputs, layer, preprocess, Optional.of(other), onError, output);
  }
}
