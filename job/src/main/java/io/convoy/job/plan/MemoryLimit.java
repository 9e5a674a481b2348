package io.convoy.job.plan;

/**
 * How much memory one task may take.
 *
 * @param bytes at most
 * @param kind of what
 * @param option what sets it, for who needs more
 */
public record MemoryLimit(long bytes, Kind kind, String option) {
  /** No limit. */
  public static final MemoryLimit NONE =
      new MemoryLimit(Long.MAX_VALUE, Kind.TASK, "--task-memory");

  /** What Spark keeps of a heap for itself. */
  private static final long RESERVED = 300L << 20;

  /** What of a task is held against the limit. */
  public enum Kind {
    /** All of it. */
    TASK,
    /** What lies on the heap; batches on their way to a file lie beside it. */
    HEAP
  }

  public MemoryLimit {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "the memory of a task must be at least a byte: bytes=" + bytes + ", from " + option);
    }
  }

  /** The memory that the user gives a task. */
  public static MemoryLimit ofTask(long bytes) {
    return new MemoryLimit(bytes, Kind.TASK, "--task-memory");
  }

  /**
   * The part of an executor's heap that one of its tasks may fill.
   *
   * @param option what sets the heap
   */
  public static MemoryLimit ofHeap(long heapBytes, int tasks, String option) {
    return new MemoryLimit(
        Math.max(1, (heapBytes - RESERVED) / tasks), Kind.HEAP, option + ", or fewer cores");
  }

  /** The bytes of a task that count. */
  long counted(TaskMemory memory) {
    return kind == Kind.TASK ? memory.total() : memory.total() - memory.writer();
  }

  boolean allows(TaskMemory memory) {
    return counted(memory) <= bytes;
  }
}
