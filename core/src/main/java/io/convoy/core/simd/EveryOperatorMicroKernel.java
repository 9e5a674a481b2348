package io.convoy.core.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * A little of every kind of vector operator, run once before any kernel, for the compiler to see.
 *
 * <p>All operators of the Vector API pass through one method that casts them, {@code
 * VectorOperators.opCode}. Where that has seen a single kind when it is compiled, products say, it
 * is compiled for that kind alone, and falls back when the next comes along, four times. From then
 * on the compiler charges four failures to each operator in a kernel, and as soon as they are more
 * than a hundred in one method, which is with 26 operators, it calls for the rest instead of
 * computing them: vectors become objects, and that JVM runs its kernels at 35 to 75 % of their
 * speed from start to end. Which kind comes first is a matter of threads, so it was one JVM in
 * three. (JDK 17; {@code -XX:+LogCompilation} shows it as {@code observe trap='class_check'} with a
 * {@code ccount} above 100.)
 *
 * <p>There are more such places in the Vector API than can be shown, so the hundred is raised as
 * well where a JVM's flags are ours: {@link SimdCheck#COMPILER_FLAG}.
 */
final class EveryOperatorMicroKernel {
  /** Turns after which the time is looked at. */
  private static final int TURNS = 100;

  /** When a turn takes a tenth of the first ones', it has been compiled; usually in 70 ms. */
  private static final int FASTER = 10;

  /** On a busy machine the compiler is late. */
  private static final long LONGEST_NANOS = 2_000_000_000;

  private EveryOperatorMicroKernel() {}

  /** Runs until the compiler has seen enough. */
  static void show() {
    float[] numbers = new float[Simd.LANES];
    long start = System.nanoTime();
    run(numbers, TURNS);
    long first = System.nanoTime() - start;
    long time = first;
    while (time * FASTER > first && System.nanoTime() - start < LONGEST_NANOS) {
      long before = System.nanoTime();
      run(numbers, TURNS);
      time = System.nanoTime() - before;
    }
  }

  private static void run(float[] numbers, int turns) {
    FloatVector one = FloatVector.broadcast(Simd.SPECIES, 1f);
    VectorShuffle<Float> reversed =
        VectorShuffle.fromOp(Simd.SPECIES, lane -> Simd.LANES - 1 - lane);
    for (int i = 0; i < turns; i++) {
      FloatVector x = FloatVector.fromArray(Simd.SPECIES, numbers, 0);
      FloatVector y = x.add(one).sub(x).neg();
      FloatVector z = y.fma(one, x).rearrange(reversed);
      z.blend(one, z.compare(VectorOperators.LT, one)).intoArray(numbers, 0);
    }
  }
}
