package io.convoy.job.execute;

import io.convoy.job.serde.PieceKey;
import org.apache.spark.Partitioner;

/** Sends every piece to the task that writes its part of the images. */
final class ImagePartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int imageParts;

  ImagePartitioner(int imageParts) {
    this.imageParts = imageParts;
  }

  @Override
  public int numPartitions() {
    return imageParts;
  }

  @Override
  public int getPartition(Object key) {
    return ((PieceKey) key).imagePart();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImagePartitioner that && imageParts == that.imageParts;
  }

  @Override
  public int hashCode() {
    return imageParts;
  }
}
