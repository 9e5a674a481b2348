package io.convoy.job.plan;

/**
 * The memory that one task needs, in bytes, for the largest record of the data set. It does not
 * grow with the number of records.
 *
 * @param decode the file, the decoded picture and what resizing works in
 * @param input the record as a tensor and as the kernel reads it
 * @param output what the kernel writes, and the record as a tensor
 * @param scratchpad what the kernel works in
 * @param writer a batch of records on the way to the file
 */
public record TaskMemory(long decode, long input, long output, long scratchpad, long writer) {
  /** No memory at all. */
  static final TaskMemory NONE = new TaskMemory(0, 0, 0, 0, 0);

  public long total() {
    return decode + input + output + scratchpad + writer;
  }

  /** What serves both: the buffers are shared by all records of a task. */
  TaskMemory max(TaskMemory other) {
    return new TaskMemory(
        Math.max(decode, other.decode),
        Math.max(input, other.input),
        Math.max(output, other.output),
        Math.max(scratchpad, other.scratchpad),
        Math.max(writer, other.writer));
  }
}
