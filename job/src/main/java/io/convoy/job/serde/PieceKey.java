package io.convoy.job.serde;

/**
 * Where a message belongs: to which part file, to which record of the run, and which piece of the
 * record it is. Sorted by these, the pieces of a record come together and the records in order.
 */
public record PieceKey(int imagePart, long record, int piece) implements Comparable<PieceKey> {
  /** Comes behind all records. */
  public static final long LAST = Long.MAX_VALUE;

  @Override
  public int compareTo(PieceKey other) {
    if (imagePart != other.imagePart) {
      return Integer.compare(imagePart, other.imagePart);
    }
    if (record != other.record) {
      return Long.compare(record, other.record);
    }
    return Integer.compare(piece, other.piece);
  }
}
