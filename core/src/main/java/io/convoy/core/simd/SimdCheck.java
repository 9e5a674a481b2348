package io.convoy.core.simd;

import java.util.Optional;

/** What a JVM must be started with to run kernels, and whether it was. */
public final class SimdCheck {
  /**
   * What a JVM should be started with so that kernels run at their speed in each: {@link
   * EveryOperatorMicroKernel} tells what it is against, and prevents most of it where it wasn't
   * said.
   */
  public static final String COMPILER_FLAG = "-XX:PerMethodTrapLimit=100000";

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
