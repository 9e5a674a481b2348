package io.convoy.job.serde;

import java.util.function.Supplier;

/**
 * The settings of a run and what its tasks share, one an executor: packed weights that the first of
 * them makes.
 */
public final class SharedRun {
  private final RunSettings settings;

  /** Never sent: each executor packs for itself, in the width of its own vectors. */
  private transient Object shared;

  public SharedRun(RunSettings settings) {
    this.settings = settings;
  }

  public RunSettings settings() {
    return settings;
  }

  /** What the operation's tasks share; made by the first that asks. */
  public synchronized <T> T shared(Class<T> type, Supplier<T> maker) {
    if (shared == null) {
      shared = maker.get();
    }
    return type.cast(shared);
  }
}
