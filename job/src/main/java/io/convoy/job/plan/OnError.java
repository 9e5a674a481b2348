package io.convoy.job.plan;

/** What becomes of a run when a record can't be read or doesn't fit the layer. */
public enum OnError {
  /** The run fails, and writes nothing. */
  FAIL,
  /** The record goes to the rejects with its reason; the others are written. */
  REJECT
}
