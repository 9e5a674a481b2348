package io.convoy.job.execute;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import io.convoy.job.serde.Message.Piece;

/**
 * Puts the pieces of one record after the other together, in one tensor that is used again, and
 * finishes their pooling.
 */
final class RecordAssembler {
  /** Pixels that are turned at once: a tile of 16×16 floats is 1 KiB on either side. */
  private static final int TILE = 16;

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
    place(block, piece.rows());
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

  /** Turns the block's pixels × channels into rows of the record, tile by tile. */
  private void place(Block block, int rows) {
    int pixels = block.rows().length() * block.columns();
    int width = block.channels().length();
    int plane = rows * block.columns();
    int first = block.channels().from() * plane + block.rows().from() * block.columns();
    float[] source = block.data();
    int from = block.offset();
    float[] target = record.data();
    for (int p0 = 0; p0 < pixels; p0 += TILE) {
      int p1 = Math.min(pixels, p0 + TILE);
      for (int c0 = 0; c0 < width; c0 += TILE) {
        int c1 = Math.min(width, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          int out = first + c * plane;
          for (int p = p0; p < p1; p++) {
            target[out + p] = source[from + p * width + c];
          }
        }
      }
    }
  }
}
