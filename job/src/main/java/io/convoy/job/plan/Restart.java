package io.convoy.job.plan;

/** What a run does with the work that an earlier run for the same output left unfinished. */
public enum Restart {
  /** Nothing: it computes all, and leaves nothing where it fails. */
  AFRESH,
  /** Takes up what was finished, and leaves what it finished where it fails. */
  RESUME,
  /** Takes up what was finished, but for parts in which records were rejected. */
  RESUME_AND_RETRY;

  public boolean resumes() {
    return this != AFRESH;
  }
}
