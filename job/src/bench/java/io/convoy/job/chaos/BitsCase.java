package io.convoy.job.chaos;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Padding;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** The layers whose bits are held against each other; small, with odd numbers of everything. */
enum BitsCase {
  /** Records of one size. */
  BATCH(1, 1, "direct", 37, 5, 3, 3),
  /** Photos of mixed sizes. */
  PHOTOS(1, 1, "auto", 18, 3, 5, 5),
  GROUPS(1, 5, "auto", 35, 1, 3, 3),
  STRIDE(2, 1, "auto", 37, 5, 5, 5),
  WINOGRAD(1, 1, "winograd", 37, 5, 3, 3),
  WINOGRAD6(1, 1, "winograd6", 37, 5, 3, 3),
  STRASSEN(2, 1, "strassen", 150, 5, 2, 2);

  private static final int PHOTO_COUNT = 9;

  private final int stride;
  private final int groups;
  private final String algorithm;
  private final int[] filter;

  BitsCase(int stride, int groups, String algorithm, int... filter) {
    this.stride = stride;
    this.groups = groups;
    this.algorithm = algorithm;
    this.filter = filter;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Writes what all of them read. */
  static void writeInputs(Path folder) throws IOException {
    Path photos = Files.createDirectories(folder.resolve(Inputs.PHOTOS));
    for (int i = 0; i < PHOTO_COUNT; i++) {
      Inputs.photo(photos.resolve(i + ".png"), new Random(i), 20, 60);
    }
    Inputs.npy(folder.resolve(Inputs.BATCH), 1, 12, 5, 23, 19);
    for (BitsCase each : values()) {
      Inputs.npy(folder.resolve(each.weights()), 2 + each.ordinal(), each.filter);
    }
  }

  /** What is run. */
  ConvRequest request(Path inputs, Path output, Optional<Grid> grid) {
    String input = this == PHOTOS ? Inputs.PHOTOS : Inputs.BATCH;
    ConvOptions options =
        new ConvOptions(groups, stride, stride, Padding.SAME, 1, 1, Activation.NONE);
    return new ConvRequest(
        List.of(inputs.resolve(input).toString()),
        new LayerRequest(
            inputs.resolve(weights()).toString(), Optional.empty(), options, algorithm, Pool.NONE),
        Preprocess.NONE,
        grid,
        OnError.FAIL,
        new OutputRequest(
            output.toString(),
            Existing.REPLACE,
            Restart.AFRESH,
            OutputFormat.ARROW,
            Compression.NONE));
  }

  private String weights() {
    return word() + "-filters.npy";
  }
}
