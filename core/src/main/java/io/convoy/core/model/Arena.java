package io.convoy.core.model;

import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;

/**
 * The memory that one thread runs a network in: activations and scratch. Made by {@link
 * Network#arena}, used again for run after run; holds nothing that a later run depends on.
 *
 * <p>Threads that run the same images together share activations ({@link Network#arenas}).
 */
public final class Arena {
  /** Where activations start, so that vectors don't cross cache lines. */
  static final int START = Block.ALIGNED;

  private final int images;
  private final int gathered;
  private final int together;
  private final int gatheredStart;
  private final float[] activations;
  private final float[] scratch;
  private final PreparedConv[] convs;

  /** Whom it shares activations with, or null. */
  private final Crew crew;

  private final int part;

  Arena(
      int images,
      int gathered,
      int together,
      int gatheredStart,
      float[] activations,
      float[] scratch,
      PreparedConv[] convs) {
    this.images = images;
    this.gathered = gathered;
    this.together = together;
    this.gatheredStart = gatheredStart;
    this.activations = activations;
    this.scratch = scratch;
    this.convs = convs;
    this.crew = null;
    this.part = 0;
  }

  /** The activations of the first thread of a crew, and scratch of one's own. */
  Arena(Arena first, Crew crew, int part) {
    this.images = first.images;
    this.gathered = first.gathered;
    this.together = first.together;
    this.gatheredStart = first.gatheredStart;
    this.activations = first.activations;
    this.scratch = part == 0 ? first.scratch : new float[first.scratch.length];
    this.convs = first.convs;
    this.crew = crew;
    this.part = part;
  }

  /** The most images that a run in it can take. */
  public int images() {
    return images;
  }

  /** How many of them go through the last steps at once. */
  int gathered() {
    return gathered;
  }

  /** How many of those go through the first steps at once. */
  int together() {
    return together;
  }

  /** Where the places start that hold as many as go through the last steps at once. */
  int gatheredStart() {
    return gatheredStart;
  }

  /** What its arrays take; those that several share count for the first alone. */
  public long bytes() {
    return (long) Float.BYTES * ((part == 0 ? activations.length : 0L) + scratch.length);
  }

  /** Computes a step, or one's part of it. */
  void run(Step step, Run run) {
    if (crew == null) {
      step.run(run);
    } else {
      crew.run(step, run, part);
    }
  }

  float[] activations() {
    return activations;
  }

  float[] scratch() {
    return scratch;
  }

  /** A convolution of the network for the images that it computes together. */
  PreparedConv conv(int index) {
    return convs[index];
  }
}
