package io.convoy.job.bench;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Padding;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Restart;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The jobs of one layer that are measured. */
enum BenchJob {
  /** Photos, resized, through 64 filters, a vector each. */
  PHOTOS(Input.PHOTOS, Filters.FIRST_LAYER, Pool.AVG, OutputFormat.PARQUET, 24_000),
  /** Feature maps of 64 channels through a layer like those of a network, a vector each. */
  FEATURES(Input.TENSORS, Filters.MIDDLE_LAYER, Pool.AVG, OutputFormat.PARQUET, 49_152),
  /** The same, and the maps are written. */
  MAPS(Input.TENSORS, Filters.MIDDLE_LAYER, Pool.NONE, OutputFormat.ARROW, 24_576),
  /** Photos as they are through the demo's filters, a vector each. */
  DECODE(Input.WHOLE_PHOTOS, Filters.CLASSIC, Pool.AVG, OutputFormat.PARQUET, 24_000);

  /** Side of the photos where they are resized. */
  static final int SIDE = 224;

  /** What a job reads. */
  enum Input {
    PHOTOS,
    WHOLE_PHOTOS,
    TENSORS
  }

  /** What a job applies. */
  enum Filters {
    FIRST_LAYER,
    MIDDLE_LAYER,
    CLASSIC
  }

  private final Input input;
  private final Filters filters;
  private final Pool pool;
  private final OutputFormat format;
  private final int images;

  BenchJob(Input input, Filters filters, Pool pool, OutputFormat format, int images) {
    this.input = input;
    this.filters = filters;
    this.pool = pool;
    this.format = format;
    this.images = images;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Input input() {
    return input;
  }

  Filters filters() {
    return filters;
  }

  Pool pool() {
    return pool;
  }

  /** Enough for more than a minute on two cores. */
  int images() {
    return images;
  }

  /** The least that may be called a job: two thousand photos. */
  int quickImages() {
    return input == Input.TENSORS ? JobInputs.TENSORS : JobInputs.PHOTOS;
  }

  /**
   * How far answers may differ, as a part of their range. Of photos more: they are resized by other
   * filters, and ONNX Runtime adds up hundreds of thousands of pixels in a float.
   */
  double tolerance() {
    return input == Input.TENSORS ? 1e-5 : 1e-3;
  }

  /** The job as the command line asks for it. */
  ConvRequest request(String inputs, String weights, Path output) {
    Optional<ImageSize> size =
        input == Input.PHOTOS ? Optional.of(new ImageSize(SIDE, SIDE)) : Optional.empty();
    return new ConvRequest(
        List.of(inputs),
        new LayerRequest(
            weights,
            Optional.empty(),
            new ConvOptions(1, 1, 1, Padding.SAME, 1, 1, Activation.NONE),
            "auto",
            pool),
        new Preprocess(size, Optional.empty(), 1f, new float[] {0f}, new float[] {1f}, false),
        Optional.empty(),
        OnError.FAIL,
        new OutputRequest(
            output.toString(), Existing.REFUSE, Restart.AFRESH, format, Compression.NONE));
  }
}
