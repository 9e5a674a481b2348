package io.convoy.job.serde;

/**
 * Where a message belongs: to which part file, to which record of the run, and which piece of the
 * record it is: the number of its part or, of a map that is written as it comes, the position of
 * its first number. Sorted by these, the pieces of a record come together and the records in order.
 */
public record PieceKey(int imagePart, long record, long piece) implements Comparable<PieceKey> {
  /** Comes before all pieces of a record: that there will be none. */
  public static final long REJECT = -1;

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
    return Long.compare(piece, other.piece);
  }
}
