package io.convoy.job.plan;

/**
 * The memory that one task needs, in bytes, for the largest record of the data set. It does not
 * grow with the number of records.
 *
 * @param decode all that reading the record allocates: the file, the decoded picture, what resizing
 *     works in, the tensor
 * @param input the record as the kernel reads it
 * @param output what the kernel writes, and the record as it is put together to be written
 * @param scratchpad what the kernel works in
 * @param writer a batch of records on the way to the file, and what that holds back; not on the
 *     heap
 * @param weights what the task reads and packs of a bank that is not sent whole
 */
public record TaskMemory(
    long decode, long input, long output, long scratchpad, long writer, long weights) {
  /** What a file holds back: a piece on its way to the disk, and the one that is filled. */
  public static final int FILE_BYTES = 2 << 20;

  /** No memory at all. */
  public static final TaskMemory NONE = new TaskMemory(0, 0, 0, 0, 0);

  /** Of a task that shares its weights with the others of its executor. */
  public TaskMemory(long decode, long input, long output, long scratchpad, long writer) {
    this(decode, input, output, scratchpad, writer, 0);
  }

  public long total() {
    return decode + input + output + scratchpad + writer + weights;
  }

  /** The larger of both, place by place. */
  public TaskMemory max(TaskMemory other) {
    return new TaskMemory(
        Math.max(decode, other.decode),
        Math.max(input, other.input),
        Math.max(output, other.output),
        Math.max(scratchpad, other.scratchpad),
        Math.max(writer, other.writer),
        Math.max(weights, other.weights));
  }
}
