package io.convoy.job.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The folder that scripts/convoy stands in; unknown where the jar was submitted by hand. */
final class ConvoyHome {
  private ConvoyHome() {}

  /** A file or folder below it, there or not. */
  static Optional<Path> path(String relative) {
    return Optional.ofNullable(System.getenv("CONVOY_HOME")).map(home -> Path.of(home, relative));
  }
}
