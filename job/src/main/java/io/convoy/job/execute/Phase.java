package io.convoy.job.execute;

/** What a run spends its time on. */
public enum Phase {
  /** Finding the inputs and reading their headers, once, on the clock of the wall. */
  LIST,
  /** Reading and decoding records; like all below, seconds of all tasks together. */
  DECODE,
  /** The kernel, and pooling. */
  CONVOLVE,
  /** Parts of records on their way to the task that writes them. */
  SHUFFLE,
  /** Writing part files. */
  WRITE
}
