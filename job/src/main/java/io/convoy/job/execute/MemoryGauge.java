package io.convoy.job.execute;

import com.sun.management.ThreadMXBean;
import io.convoy.job.plan.TaskMemory;
import java.lang.management.ManagementFactory;

/**
 * The memory that a task really takes, place by place, to be held against {@link TaskMemory} of the
 * plan: the buffers that it keeps, all that the JVM allocates for its thread while a record is
 * read, and what Arrow says of its vectors. The most of any record counts.
 */
final class MemoryGauge {
  private static final ThreadMXBean THREADS = allocationsOfThreads();

  private long before;
  private long decode;
  private long input;
  private long map;
  private long record;
  private long scratchpad;
  private long writer;
  private long weights;

  /** A record is about to be read. */
  void beginReading() {
    before = allocated();
  }

  /** It is read: what was allocated meanwhile may all be alive. */
  void endReading() {
    decode = Math.max(decode, allocated() - before);
  }

  /** The arrays of a task that computes, in floats. */
  void convolving(long inputFloats, long mapFloats, long scratchpadFloats) {
    input = Math.max(input, Float.BYTES * inputFloats);
    map = Math.max(map, Float.BYTES * mapFloats);
    scratchpad = Math.max(scratchpad, Float.BYTES * scratchpadFloats);
  }

  /** The record of a task that writes, in floats. */
  void assembling(long recordFloats) {
    record = Math.max(record, Float.BYTES * recordFloats);
  }

  /** The vectors of a file that is written, in bytes. */
  void writing(long bytes) {
    writer = Math.max(writer, bytes);
  }

  /** Weights that a task read and packed itself, in bytes. */
  void weights(long bytes) {
    weights = Math.max(weights, bytes);
  }

  TaskMemory memory() {
    return new TaskMemory(decode, input, map + record, scratchpad, writer, weights);
  }

  private static long allocated() {
    return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
  }

  /** What HotSpot counts for each thread; null in a JVM that doesn't count. */
  private static ThreadMXBean allocationsOfThreads() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemorySupported()
        ? threads
        : null;
  }
}
