package io.convoy.job.plan;

import io.convoy.core.image.Preprocess;
import java.util.List;
import java.util.Optional;

/** What every run needs to be told, whatever it computes. */
public sealed interface RunRequest permits ConvRequest {
  /** Files, folders and patterns, in the order of the output. */
  List<String> inputs();

  /** What happens to a record first. */
  Preprocess preprocess();

  /** How the work is cut; empty leaves it to the planner. */
  Optional<Grid> grid();

  /** What becomes of a bad record. */
  OnError onError();

  /** Where the result goes. */
  OutputRequest output();
}
