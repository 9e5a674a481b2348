package io.convoy.job.bench;

import java.util.Locale;

/** The networks that the job is measured with, and the layer that is written: a vector an image. */
enum BenchNetwork {
  RESNET50("/Flatten_output_0", 3_000),
  VGG16("/classifier/classifier.4/Relu_output_0", 1_000),
  SQUEEZENET("/Flatten_output_0", 20_000);

  private final String layer;
  private final int images;

  BenchNetwork(String layer, int images) {
    this.layer = layer;
    this.images = images;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String layer() {
    return layer;
  }

  /** Enough for some two minutes on one core. */
  int images() {
    return images;
  }
}
