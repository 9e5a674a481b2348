package io.convoy.core.model;

/**
 * The memory that one thread runs a network in: activations and scratch. Made by {@link
 * Network#arena}, used again for run after run; holds nothing that a later run depends on.
 */
public final class Arena {
  private final int images;
  private final float[] activations;
  private final float[] scratch;

  Arena(int images, float[] activations, float[] scratch) {
    this.images = images;
    this.activations = activations;
    this.scratch = scratch;
  }

  /** The most images that a run in it can take. */
  public int images() {
    return images;
  }

  float[] activations() {
    return activations;
  }

  float[] scratch() {
    return scratch;
  }
}
