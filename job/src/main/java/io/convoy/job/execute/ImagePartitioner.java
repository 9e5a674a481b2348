package io.convoy.job.execute;

import io.convoy.job.serde.PieceKey;
import java.util.Arrays;
import org.apache.spark.Partitioner;

/** Sends every piece to the task that writes its part of the images. */
final class ImagePartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int[] imageParts;

  /**
   * @param imageParts the parts of a job, ascending
   */
  ImagePartitioner(int[] imageParts) {
    this.imageParts = imageParts;
  }

  @Override
  public int numPartitions() {
    return imageParts.length;
  }

  @Override
  public int getPartition(Object key) {
    return Arrays.binarySearch(imageParts, ((PieceKey) key).imagePart());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImagePartitioner that && Arrays.equals(imageParts, that.imageParts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(imageParts);
  }
}
