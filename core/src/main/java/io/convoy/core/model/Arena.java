package io.convoy.core.model;

import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;

/**
 * The memory that one thread runs a network in: activations and scratch. Made by {@link
 * Network#arena}, used again for run after run; holds nothing that a later run depends on.
 */
public final class Arena {
  /** Where activations start, so that vectors don't cross cache lines. */
  static final int START = Block.ALIGNED;

  private final int images;
  private final float[] activations;
  private final float[] scratch;
  private final PreparedConv[] convs;

  Arena(int images, float[] activations, float[] scratch, PreparedConv[] convs) {
    this.images = images;
    this.activations = activations;
    this.scratch = scratch;
    this.convs = convs;
  }

  /** The most images that a run in it can take. */
  public int images() {
    return images;
  }

  /** What its arrays take. */
  public long bytes() {
    return (long) Float.BYTES * (activations.length + scratch.length);
  }

  float[] activations() {
    return activations;
  }

  float[] scratch() {
    return scratch;
  }

  /** A convolution of the network for a batch of {@link #images}. */
  PreparedConv conv(int index) {
    return convs[index];
  }
}
