package io.convoy.core.model;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that run the same images together: each computes its part of a step, and none begins the
 * next before all have ended it.
 *
 * <p>They wait spinning, for steps take microseconds, and let others run where it takes longer.
 */
final class Crew {
  private static final int SPINS = 20_000;

  private final int threads;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean broken;

  Crew(int threads) {
    this.threads = threads;
  }

  /** Computes one thread's part of a step, and waits for the others. */
  void run(Step step, Run run, int part) {
    try {
      step.run(run, part, threads);
    } catch (RuntimeException | Error e) {
      broken = true;
      throw e;
    }
    await();
  }

  private void await() {
    int own = round;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      round = own + 1;
      return;
    }
    for (int spins = 0; round == own; spins++) {
      if (broken) {
        throw new IllegalStateException("another thread that ran the same images failed");
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
