package io.convoy.job.bench;

import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Jobs that differ in what they spend their time and memory on. */
enum ForecastJob {
  SMALL_IMAGES(photos(BenchPhotos.Sides.SMALL), 24_000, Shape.of(16, 3, 3, 3), "--pool avg"),
  PHOTOS(
      photos(BenchPhotos.Sides.MIXED),
      6_000,
      Shape.of(64, 3, 3, 3),
      "--resize 224x224 --pool avg --format parquet"),
  DECODE_BOUND(photos(BenchPhotos.Sides.MIXED), 6_000, Shape.of(4, 3, 1, 1), "--pool max"),
  LARGE_IMAGES(photos(BenchPhotos.Sides.LARGE), 200, Shape.of(12, 3, 7, 7), "--pool avg"),
  WINOGRAD(tensors(64, 56), 12_288, Shape.of(64, 64, 3, 3), "--pool avg"),
  STRIDE(tensors(64, 56), 6_144, Shape.of(128, 64, 3, 3), "--stride 2 --pool avg"),
  POINTWISE(tensors(256, 28), 6_144, Shape.of(256, 256, 1, 1), "--pool avg"),
  DEPTHWISE(tensors(128, 28), 12_288, Shape.of(128, 1, 3, 3), "--groups 128 --pool avg"),
  WRITE_BOUND(tensors(16, 56), 8_192, Shape.of(64, 16, 1, 1), ""),
  SHUFFLE_BOUND(tensors(64, 56), 768, Shape.of(64, 64, 1, 1), "--grid 4x2x2"),
  HUGE_IMAGE(JobInputs::hugeImages, 1, Shape.of(16, 3, 3, 3), "--pool avg"),
  HUGE_BANK((inputs, count) -> inputs.tensor(64, 56), 1, Shape.of(16_384, 64, 3, 3), "");

  private final Source source;
  private final int records;
  private final Shape filters;
  private final String options;

  private interface Source {
    Path make(JobInputs inputs, int count) throws IOException;
  }

  ForecastJob(Source source, int records, Shape filters, String options) {
    this.source = source;
    this.records = records;
    this.filters = filters;
    this.options = options;
  }

  private static Source photos(BenchPhotos.Sides sides) {
    return (inputs, count) -> inputs.photos(sides, count);
  }

  private static Source tensors(int channels, int side) {
    return (inputs, count) -> inputs.tensors(Shape.of(channels, side, side), count);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The job's records, or a share of them, at least one. */
  Path inputs(JobInputs inputs, double share) throws IOException {
    return source.make(inputs, (int) Math.max(1, records * share));
  }

  Shape filters() {
    return filters;
  }

  /** What the command line is told besides the files. */
  List<String> options() {
    return List.of(("--padding same " + options).strip().split(" +"));
  }
}
