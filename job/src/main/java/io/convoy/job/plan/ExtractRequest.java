package io.convoy.job.plan;

import io.convoy.core.image.Preprocess;
import io.convoy.core.model.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * All that a run of a network needs to be told.
 *
 * @param inputs files, folders and patterns, in the order of the output
 * @param model where the ONNX file lies; every executor must be able to read it
 * @param wanted tensors that are written, a column each; none means the model's outputs
 * @param from the inner tensor that the inputs hold, in a column of its name; empty where they are
 *     what the model itself takes
 * @param preprocess what happens to a record first
 * @param grid how the work is cut; empty leaves it to the planner
 * @param onError what becomes of a bad record
 * @param output where the result goes
 */
public record ExtractRequest(
    List<String> inputs,
    String model,
    List<Wanted> wanted,
    Optional<String> from,
    Preprocess preprocess,
    Optional<Grid> grid,
    OnError onError,
    OutputRequest output)
    implements RunRequest {
  public ExtractRequest {
    inputs = List.copyOf(inputs);
    wanted = List.copyOf(wanted);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a run needs at least one input: inputs=[]");
    }
    if (grid.isPresent() && grid.get().cutsRecords()) {
      throw new IllegalArgumentException(
          "a network is run on whole images, the grid may cut the list of images only: grid="
              + grid.get());
    }
  }

  @Override
  public ExtractRequest cutAs(Grid other) {
    return new ExtractRequest(
        inputs, model, wanted, from, preprocess, Optional.of(other), onError, output);
  }

  @Override
  public Optional<String> column() {
    return from;
  }
}
