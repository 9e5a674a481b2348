package io.convoy.core.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A few threads, the caller among them, that compute the parts of one run together: part {@code i}
 * is thread {@code i}'s, always.
 *
 * <p>They wait for each other as OpenMP's threads do, spinning at first and sleeping later, so that
 * a run of a few microseconds is not lost in waking up.
 */
final class ThreadTeam implements AutoCloseable {
  private static final long SPIN_NANOS = 1_000_000;

  private final IntConsumer part;
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicInteger round = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private volatile boolean closed;
  private volatile Throwable failure;

  /**
   * @param threads at least 1, the caller included
   * @param part computes the part of that number
   */
  ThreadTeam(int threads, IntConsumer part) {
    this.part = part;
    for (int i = 1; i < threads; i++) {
      int number = i;
      Thread worker = new Thread(() -> work(number), "bench-" + number);
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
  }

  /** Computes all parts; returns when the last is done. */
  void run() {
    working.set(workers.size());
    round.incrementAndGet();
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
    part.accept(0);
    while (working.get() > 0) {
      Thread.onSpinWait();
    }
    if (failure != null) {
      throw new IllegalStateException("a thread of the team failed", failure);
    }
  }

  private void work(int number) {
    int done = 0;
    while (true) {
      long spinning = System.nanoTime();
      while (round.get() == done) {
        if (closed) {
          return;
        }
        if (System.nanoTime() - spinning < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      done++;
      try {
        part.accept(number);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      working.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }
}
