package io.convoy.core.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Nothing but fused multiply-adds, as many at once as the processor can have under way: what a
 * kernel's speed is a fraction of.
 *
 * <p>Twelve independent sums: enough for two units that take up to six cycles, and with the two
 * factors still within sixteen registers.
 */
public final class PeakMicroKernel {
  private static final int SUMS = 12;

  private PeakMicroKernel() {}

  /** Floating-point operations of {@link #run}. */
  public static double flops(int steps) {
    return 2 * Simd.LANES * products(steps);
  }

  /** Products of vectors of {@link #run}. */
  static double products(int steps) {
    return (double) SUMS * steps;
  }

  /** Adds {@code steps} products to one sum, each after the one before. */
  static float chain(int steps) {
    FloatVector x = FloatVector.broadcast(Simd.SPECIES, 1e-3f);
    FloatVector sum = FloatVector.zero(Simd.SPECIES);
    for (int i = 0; i < steps; i++) {
      sum = x.fma(x, sum);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /** Adds {@code steps} products to each of the sums; the result is for the caller to keep. */
  public static float run(int steps) {
    FloatVector x = FloatVector.broadcast(Simd.SPECIES, 1e-3f);
    FloatVector y = FloatVector.broadcast(Simd.SPECIES, 1e-3f);
    FloatVector s0 = FloatVector.zero(Simd.SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    FloatVector s8 = s0;
    FloatVector s9 = s0;
    FloatVector s10 = s0;
    FloatVector s11 = s0;
    for (int i = 0; i < steps; i++) {
      s0 = x.fma(y, s0);
      s1 = x.fma(y, s1);
      s2 = x.fma(y, s2);
      s3 = x.fma(y, s3);
      s4 = x.fma(y, s4);
      s5 = x.fma(y, s5);
      s6 = x.fma(y, s6);
      s7 = x.fma(y, s7);
      s8 = x.fma(y, s8);
      s9 = x.fma(y, s9);
      s10 = x.fma(y, s10);
      s11 = x.fma(y, s11);
    }
    FloatVector sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return sum.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).reduceLanes(VectorOperators.ADD);
  }
}
