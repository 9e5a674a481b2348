package io.convoy.core.model;

import io.convoy.core.cost.Work;
import java.util.List;

/**
 * A model made ready for images of one size: kernels with packed weights, steps in order, memory
 * laid out.
 *
 * <p>Every image is computed as a batch of one by the model's rules; images go through a
 * convolution together only because that is faster. So bits don't depend on the number of images,
 * and a model that fixes its batch can be run with any.
 *
 * <p>Immutable, and so shared by threads; each needs an {@link Arena} of its own.
 */
public final class Network {
  private Network() {}

  /**
   * Infers shapes, folds, fuses, chooses kernels and packs weights.
   *
   * @throws IllegalArgumentException where a size doesn't fit, a tensor that is asked for is
   *     unknown, or an operator isn't implemented; one line that begins with the model's path and
   *     names node and rule
   */
  public static Network compile(Model model, NetworkRequest request) {
    throw new UnsupportedOperationException("not yet");
  }

  /** What goes in, in the order in which {@link #run} takes it. */
  public List<Port> inputs() {
    throw new UnsupportedOperationException("not yet");
  }

  /** What comes out, in the order in which it was asked for; globs in the order of the model. */
  public List<Port> outputs() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The tensors of the model on the way to what is wanted, as the file has them, fused away or not,
   * in order: any of them can be asked for.
   */
  public List<Layer> layers() {
    throw new UnsupportedOperationException("not yet");
  }

  /** What is run, in order. */
  public List<StepFacts> steps() {
    throw new UnsupportedOperationException("not yet");
  }

  /** What one image costs, all steps together. */
  public Work work() {
    throw new UnsupportedOperationException("not yet");
  }

  /** The graph before and after, and between them what each pass did; text of many lines. */
  public String explain() {
    throw new UnsupportedOperationException("not yet");
  }

  /** How many images are best run at once, by the caches and by memory. */
  public int preferredImages() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Bytes of an {@link #arena} for so many images. */
  public long arenaBytes(int images) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Bytes of packed weights, which all threads share. */
  public long weightBytes() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Memory for one thread to run up to so many images at once. */
  public Arena arena(int images) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Runs some images. Allocates nothing that grows with the data.
   *
   * @param images how many, at most {@link Arena#images}
   * @param inputs for each of {@link #inputs}, the numbers of all images, one after the other, each
   *     (C, H, W)
   * @param outputs for each of {@link #outputs}, room for those of all images
   */
  public void run(int images, float[][] inputs, float[][] outputs, Arena arena) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The same, and adds to {@code times} what each step took. */
  public void run(int images, float[][] inputs, float[][] outputs, Arena arena, StepTimes times) {
    throw new UnsupportedOperationException("not yet");
  }
}
