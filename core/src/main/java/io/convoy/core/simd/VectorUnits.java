package io.convoy.core.simd;

/**
 * How many products of whole vectors a core begins in a cycle: two on servers by Intel, one on Zen
 * 4 at 512 bits. What such a core wants from its caches is twice as much. Neither the JVM nor the
 * system tells, so it is tried: products that wait for one another take four cycles each on all of
 * them, whatever the clock, and the others a cycle or half of one.
 *
 * <p>Changes the speed and never a bit.
 */
public final class VectorUnits {
  /** The property that tells it, 1 or 2, for tests. */
  public static final String PROPERTY = "convoy.simd.units";

  /** One or two; one where it couldn't be found. */
  public static final int COUNT = count(System.getProperty(PROPERTY));

  private static final int STEPS = 1000;

  /** Both loops take less for a product as soon as they are compiled, usually within 150 ms. */
  private static final double COMPILED_NANOS = 10;

  private static final long LONGEST_NANOS = 1_000_000_000;

  /** What is measured then; the shortest counts. */
  private static final int TRIES = 50;

  private VectorUnits() {}

  private static int count(String given) {
    if (given == null || given.isEmpty()) {
      return measure();
    }
    return switch (given) {
      case "1", "2" -> Integer.parseInt(given);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be 1 or 2: " + PROPERTY + "=" + given);
    };
  }

  private static int measure() {
    long start = System.nanoTime();
    double alone = chainNanos();
    double together = peakNanos();
    while (Math.max(alone, together) > COMPILED_NANOS) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        return 1;
      }
      alone = chainNanos();
      together = peakNanos();
    }
    for (int i = 0; i < TRIES; i++) {
      alone = Math.min(alone, chainNanos());
      together = Math.min(together, peakNanos());
    }
    // Four with one unit, eight with two.
    return alone > 6 * together ? 2 : 1;
  }

  /** Nanoseconds of a product that waits for the one before. */
  private static double chainNanos() {
    long start = System.nanoTime();
    keep(PeakMicroKernel.chain(STEPS));
    return (double) (System.nanoTime() - start) / STEPS;
  }

  /** Nanoseconds of a product among many that wait for nothing. */
  private static double peakNanos() {
    long start = System.nanoTime();
    keep(PeakMicroKernel.run(STEPS));
    return (System.nanoTime() - start) / PeakMicroKernel.products(STEPS);
  }

  private static void keep(float sum) {
    if (Float.isNaN(sum)) {
      throw new AssertionError("sums of small products are numbers");
    }
  }
}
