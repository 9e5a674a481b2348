package io.convoy.job.plan;

import io.convoy.core.cost.Machine;
import java.util.Map;

/** A machine to plan for where none was measured: a core of a server of some years ago. */
public final class TypicalMachine {
  /** Floats of a map a second that it pools to the largest. */
  public static final double LARGEST_FLOATS = 0.8e9;

  /** What Spark and a fresh JVM take on it. */
  public static final Machine.Starts STARTS =
      new Machine.Starts(0.05, 0.005, 0.01, 1.2, 0.3, 0.1, 0.6, 0.7, 0.4, 0.25, 0.3);

  /** What images take on it. */
  public static final Machine.Images IMAGES = new Machine.Images(6e-5, 80e6, 30e6, 250e6, 600e6);

  private TypicalMachine() {}

  /** With so many cores. */
  public static Machine of(int cores) {
    return new Machine(
        "a typical server",
        true,
        new Machine.Core(
            cores,
            256,
            45e9,
            1,
            30e9,
            8e9,
            1e9,
            1.2e9,
            LARGEST_FLOATS,
            Machine.Ends.TYPICAL,
            Map.of()),
        IMAGES,
        new Machine.Files(2e9, 4e8, 5e8, 80e6, 6e-5),
        STARTS);
  }
}
