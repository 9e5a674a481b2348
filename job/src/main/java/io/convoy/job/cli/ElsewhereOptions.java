package io.convoy.job.cli;

import io.convoy.core.image.ImageSize;
import io.convoy.job.plan.Cluster;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A cluster, data or a layer that are not here, for plans. */
final class ElsewhereOptions {
  @Option(
      names = "--cluster",
      paramLabel = "C",
      description =
          "Plan for a cluster that is not here: executors=1000,cores=8,memory=16g (of each"
              + " executor).")
  private Optional<String> cluster;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Plan for so many images that are not here (1e9 for instance), of the size that --spec or"
              + " --crop or --resize says; no input is listed.")
  private Optional<String> images;

  @Option(
      names = "--spec",
      paramLabel = "LINE",
      description =
          "Plan a layer by its line (ic64ih56oc64kh3ph1) instead of weights and inputs; mb is the"
              + " number of images where --images doesn't say.")
  private Optional<String> spec;

  @Option(
      names = "--photo-size",
      paramLabel = "HxW",
      description = "Of images that are not here: their size before it is changed.")
  private Optional<String> photoSize;

  Optional<ImageSize> photoSize() {
    return photoSize.flatMap(text -> Words.size("photo-size", text));
  }

  /** Whether the records are only described, so that nothing is to be listed. */
  boolean describesRecords() {
    return images.isPresent() || spec.isPresent();
  }

  Optional<Cluster> cluster() {
    return cluster.map(Cluster::parse);
  }

  Optional<Long> images() {
    return images.map(ElsewhereOptions::count);
  }

  Optional<String> spec() {
    return spec;
  }

  private static long count(String text) {
    try {
      double count = Double.parseDouble(text);
      if (count >= 1 && count <= 1e15 && count == Math.rint(count)) {
        return (long) count;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of images.
    }
    throw new IllegalArgumentException(
        "images must be a whole number of at least 1, for instance 1e9: images=" + text);
  }
}
