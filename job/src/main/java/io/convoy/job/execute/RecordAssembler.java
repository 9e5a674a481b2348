package io.convoy.job.execute;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import io.convoy.job.serde.Message.Piece;

/**
 * Puts the pieces of one record after the other together, in one tensor that is used again, and
 * finishes their pooling.
 */
final class RecordAssembler {
  private final int channels;
  private final Pool pool;
  private Tensor record = Tensor.zeros(Shape.of(1));
  private long filled;

  RecordAssembler(int channels, Pool pool) {
    this.channels = channels;
    this.pool = pool;
  }

  /** Begins the next record. */
  void begin() {
    filled = 0;
  }

  /** Takes a piece; pieces of a record don't overlap. */
  void add(Piece piece) {
    Block block = piece.block();
    Shape shape = Shape.of(channels, piece.rows(), block.columns());
    if (!record.shape().equals(shape)) {
      if (filled > 0) {
        throw new IllegalStateException(
            "the pieces of a record must agree on its shape: id="
                + piece.id()
                + ", shape="
                + record.shape()
                + ", other="
                + shape);
      }
      record = Tensor.zeros(shape);
    }
    Reorder.place(block, record);
    filled += Block.elements(block.images(), block.channels(), block.rows(), block.columns());
  }

  /** Numbers of the array that records are put together in. */
  int floats() {
    return record.data().length;
  }

  /** The record (C, H, W), or (C) where maps are pooled; it stands until the next piece. */
  Tensor finish(String id) {
    if (filled != record.shape().elements()) {
      throw new IllegalStateException(
          "a record must have all its pieces: id="
              + id
              + ", elements="
              + record.shape().elements()
              + ", found="
              + filled);
    }
    return MapPooling.finish(record, pool);
  }
}
