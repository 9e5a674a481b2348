package io.convoy.job.serde;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.TaskMemory;

/** What a task that computes says to the task that writes. */
public sealed interface Message {
  /**
   * A piece of a record's output.
   *
   * @param id what the record is called
   * @param rows output rows of the whole record
   * @param block the piece, at its place in the record
   */
  record Piece(String id, int rows, Block block) implements Message {}

  /**
   * Some numbers of a map that is written as it comes, in the order of its tensor (C, H, W), or of
   * those of its bands. Where they stand is the key's piece.
   *
   * @param id what the record is called
   * @param channels of the map
   * @param rows of the map
   * @param columns of the map
   */
  record Run(String id, int channels, int rows, int columns, float[] numbers) implements Message {}

  /**
   * All that a record gives, a tensor for each column. Goes to the writer of the same task, never
   * through a shuffle.
   */
  record Row(String id, Tensor[] values) implements Message {}

  /** The record can't be taken. */
  record Reject(String id, String reason) implements Message {}

  /**
   * What a task took; its last message.
   *
   * @param nanos time by phase
   * @param memory place by place
   */
  record Effort(long[] nanos, TaskMemory memory) implements Message {}
}
