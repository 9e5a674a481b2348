package io.convoy.job.chaos;

import java.util.Locale;

/** How a run that was disturbed ended. */
enum Outcome {
  /** The records, the manifest and the counts of a run that nothing disturbed. */
  RIGHT,
  /** It failed in one line, and left the old output and nothing else. */
  CLEAN_FAILURE,
  /** Other bits, another manifest, other counts, or something half-written beside the output. */
  WRONG,
  /** Records are missing or doubled, or the old output is gone. */
  LOST,
  /** It did not end within its time. */
  HANG;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean acceptable() {
    return this == RIGHT || this == CLEAN_FAILURE;
  }
}
