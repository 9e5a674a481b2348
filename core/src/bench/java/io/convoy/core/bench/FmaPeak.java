package io.convoy.core.bench;

import io.convoy.core.bench.Contest.Runner;
import io.convoy.core.simd.PeakMicroKernel;
import java.util.Map;

/** The FMA peak of one core, at the vector width in use, as a Java loop reaches it. */
final class FmaPeak implements Runnable {
  private static final int STEPS = 200_000;

  private float kept;

  /** One run of the loop, about a millisecond. */
  @Override
  public void run() {
    kept += PeakMicroKernel.run(STEPS);
    if (Float.isNaN(kept)) {
      throw new AssertionError("sums of small products are numbers");
    }
  }

  /** GFLOP/s of a run that took so long. */
  static double gflops(double millis) {
    return PeakMicroKernel.flops(STEPS) / millis / 1e6;
  }

  /** Measures it now, by itself. */
  static double measure(Effort effort) {
    FmaPeak peak = new FmaPeak();
    Contest.warmUp(peak, effort.warmUpMillis);
    return gflops(Contest.medians(Map.of(Runner.FMA_PEAK, peak), effort).get(Runner.FMA_PEAK));
  }
}
