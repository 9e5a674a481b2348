package io.convoy.core.simd;

import java.util.Optional;

/** Tells at start-up, before any kernel is touched, whether the Vector API is there. */
public final class SimdCheck {
  private static final String MODULE = "jdk.incubator.vector";

  private SimdCheck() {}

  /** What to do about a missing Vector API, in a sentence; empty where it is there. */
  public static Optional<String> whatIsMissing() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "the Vector API is not loaded: start Java with --add-modules="
            + MODULE
            + " (spark-submit: --conf spark.driver.extraJavaOptions=--add-modules="
            + MODULE
            + " and the same for spark.executor.extraJavaOptions)");
  }
}
