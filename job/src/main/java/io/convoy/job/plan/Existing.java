package io.convoy.job.plan;

/** What becomes of an output that is there already. */
public enum Existing {
  /** The run is refused. */
  REFUSE,
  /** The old output goes, once the new one is whole. */
  REPLACE
}
