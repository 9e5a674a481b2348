package io.convoy.core.cost;

/**
 * What a piece of work costs.
 *
 * @param multiplyAdds multiplications that are each followed by an addition; two operations each
 * @param bytesRead bytes of input and weights that it takes in, each counted once
 * @param bytesWritten bytes of output
 */
public record Work(long multiplyAdds, long bytesRead, long bytesWritten) {
  /** No work at all. */
  public static final Work NONE = new Work(0, 0, 0);

  public Work plus(Work other) {
    return new Work(
        Math.addExact(multiplyAdds, other.multiplyAdds),
        Math.addExact(bytesRead, other.bytesRead),
        Math.addExact(bytesWritten, other.bytesWritten));
  }

  public Work times(long factor) {
    return new Work(
        Math.multiplyExact(multiplyAdds, factor),
        Math.multiplyExact(bytesRead, factor),
        Math.multiplyExact(bytesWritten, factor));
  }

  /** Floating-point operations, a multiplication and an addition counted as two. */
  public long flops() {
    return Math.multiplyExact(2, multiplyAdds);
  }
}
