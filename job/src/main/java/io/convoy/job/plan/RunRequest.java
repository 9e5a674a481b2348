package io.convoy.job.plan;

import io.convoy.core.image.Preprocess;
import java.util.List;
import java.util.Optional;

/** What every run needs to be told, whatever it computes. */
public sealed interface RunRequest permits ConvRequest, ExtractRequest {
  /** Files, folders and patterns, in the order of the output. */
  List<String> inputs();

  /** What happens to a record first. */
  Preprocess preprocess();

  /** The column of an input file that is read; empty where a file has only one. */
  default Optional<String> column() {
    return Optional.empty();
  }

  /** How the work is cut; empty leaves it to the planner. */
  Optional<Grid> grid();

  /** The same request with its work cut this way. */
  RunRequest cutAs(Grid other);

  /** What becomes of a bad record. */
  OnError onError();

  /** Where the result goes. */
  OutputRequest output();
}
