package io.convoy.core.model;

/**
 * What a step sees of a run.
 *
 * @param inputs the caller's numbers, one array an input
 * @param outputs the caller's room, one array a wanted tensor
 */
record Run(int images, float[][] inputs, float[][] outputs, Arena arena) {
  float[] activations() {
    return arena.activations();
  }

  /** Where an image of a place starts in {@link #activations}. */
  int base(Place place, int image) {
    return place.base(images, image);
  }
}
