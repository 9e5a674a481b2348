package io.convoy.job.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A job that is disturbed: some seconds of two cores, cut so that many tasks share them. */
enum ChaosJob {
  /** Photos of mixed sizes and some that are none; each task finishes a part. */
  PHOTOS(Inputs.PHOTOS, Inputs.PHOTO_FILTERS, 24, "--stride 3 --padding same --grid 24x1x1"),
  /** A batch in one file, by the slow kernel, cut in channels: pieces go through the shuffle. */
  CHANNELS(Inputs.BATCH, Inputs.FILTERS, 16, "--algorithm reference --padding 1 --grid 16x2x1"),
  /** Groups, rows and channels cut, one number a channel, as Parquet. */
  GROUPS(
      Inputs.BATCH,
      Inputs.GROUPED_FILTERS,
      12,
      "--groups 4 --stride 2 --pool max --format parquet --algorithm reference --grid 12x2x2"),
  /** Winograd's kernel on parts of rows. */
  ROWS(Inputs.BATCH, Inputs.FILTERS, 16, "--padding same --grid 16x1x3");

  private final String input;
  private final String weights;
  private final int parts;
  private final List<String> options;

  ChaosJob(String input, String weights, int parts, String options) {
    this.input = input;
    this.weights = weights;
    this.parts = parts;
    this.options = List.of(options.split(" "));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Parts of the images, each of which is written down once it is finished. */
  int parts() {
    return parts;
  }

  /** Whether pieces of records go through a shuffle. */
  boolean shuffles() {
    return this != PHOTOS;
  }

  /** Arguments of {@code convoy} that run it. */
  List<String> arguments(Path inputs, Path output) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "conv",
                "--input",
                ChaosFileSystem.SCHEME + ":" + inputs.resolve(input),
                "--weights",
                inputs.resolve(weights).toString(),
                "--output",
                output.toString()));
    arguments.addAll(options);
    return arguments;
  }
}
