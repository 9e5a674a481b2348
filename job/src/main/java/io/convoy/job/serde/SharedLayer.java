package io.convoy.job.serde;

import io.convoy.core.conv.ConvLayer;

/**
 * The settings of a run and the layer that they make, one an executor: its tasks share the weights
 * that the first of them packs.
 */
public final class SharedLayer {
  private final RunSettings settings;

  /** Never sent: each executor packs for itself, in the width of its own vectors. */
  private transient ConvLayer layer;

  public SharedLayer(RunSettings settings) {
    this.settings = settings;
  }

  public RunSettings settings() {
    return settings;
  }

  /** The layer; it packs its weights when it is first asked to prepare. */
  public synchronized ConvLayer layer() {
    if (layer == null) {
      layer = new ConvLayer(settings.filter(), settings.options(), settings.algorithm());
    }
    return layer;
  }
}
