package io.convoy.job.calibrate;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.cost.Machine;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.execute.Phase;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Budget;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures what the first run of a JVM takes longer than a later one: a job is run again and again,
 * and a smaller one twice more with its records cut. Tells the truth once a JVM, before anything
 * else is done.
 */
final class FirstRunProbe {
  /**
   * A second of work of a core and more. The compiler works beside the tasks and takes as much of
   * the cores; a run that is over before it has come to most of what they do hides that.
   */
  private static final int PHOTOS_A_CORE = 200;

  /** The compiler is still at work in the second run; the fastest of so many is a warm one. */
  private static final int LATER_RUNS = 3;

  /** For a first shuffle, when all but that has been done before. */
  private static final int FEW_PHOTOS_A_CORE = 12;

  /** What is no time at all; rates must be positive. */
  private static final double NOTHING = 1e-6;

  private final JavaSparkContext sc;
  private final Path folder;
  private final int cores;

  FirstRunProbe(JavaSparkContext sc, Path folder) {
    this.sc = sc;
    this.folder = folder;
    this.cores = sc.defaultParallelism();
  }

  Machine.Starts measure(SparkProbe spark) throws IOException, RunException {
    byte[] photo = ImageProbe.file(ImageProbe.photo(), "jpeg");
    Path file = Files.write(folder.resolve("photo.jpg"), photo);
    Path photos = photos(file, "photos", PHOTOS_A_CORE);
    Path few = photos(file, "few-photos", FEW_PHOTOS_A_CORE);
    Path weights = folder.resolve("weights.json");
    // Sixteen filters of 3×3, for three channels.
    String filter = "[" + "[[0,1,0],[1,2,1],[0,1,0]],".repeat(2) + "[[0,1,0],[1,2,1],[0,1,0]]],";
    Files.writeString(weights, ("[" + filter.repeat(16)).replaceFirst(",$", "]"));
    Grid whole = new Grid(cores, 1, 1);
    RunSummary first = run(photos, weights, whole);
    RunSummary later = run(photos, weights, whole);
    for (int run = 1; run < LATER_RUNS; run++) {
      RunSummary again = run(photos, weights, whole);
      later = again.elapsed().compareTo(later.elapsed()) < 0 ? again : later;
    }
    Map<Phase, Double> more = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      more.put(phase, seconds(first, phase) - seconds(later, phase));
    }
    Grid cut = new Grid(cores, 1, 2);
    double firstShuffle = seconds(run(few, weights, cut), Phase.SHUFFLE);
    double secondShuffle = seconds(run(few, weights, cut), Phase.SHUFFLE);
    return new Machine.Starts(
        spark.jobSeconds(),
        spark.taskSeconds(),
        Math.max(NOTHING, more.get(Phase.LIST)),
        Math.max(NOTHING, more.get(Phase.DECODE) / cores),
        Math.max(NOTHING, more.get(Phase.CONVOLVE) / cores),
        Math.max(NOTHING, (firstShuffle - secondShuffle) / cores),
        Math.max(NOTHING, more.get(Phase.WRITE) / cores),
        Math.max(NOTHING, rest(first) - rest(later)));
  }

  /** A folder of one photo under many names, which takes the disk no more than one. */
  private Path photos(Path photo, String name, int ofEachCore) throws IOException {
    Path photos = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < ofEachCore * cores; i++) {
      Files.createLink(photos.resolve(i + ".jpg"), photo);
    }
    return photos;
  }

  /** The time on the wall that no phase has. */
  private double rest(RunSummary run) {
    double tasks =
        seconds(run, Phase.DECODE) + seconds(run, Phase.CONVOLVE) + seconds(run, Phase.WRITE);
    return run.elapsed().toNanos() / 1e9 - seconds(run, Phase.LIST) - tasks / cores;
  }

  private static double seconds(RunSummary run, Phase phase) {
    return run.phases().get(phase).toNanos() / 1e9;
  }

  private RunSummary run(Path photos, Path weights, Grid grid) throws RunException {
    ConvRequest request =
        new ConvRequest(
            List.of(photos.toString()),
            new LayerRequest(
                weights.toString(), Optional.empty(), ConvOptions.PLAIN, "auto", Pool.AVG),
            Preprocess.NONE,
            Optional.of(grid),
            OnError.FAIL,
            new OutputRequest(
                folder.resolve("output").toString(),
                Existing.REPLACE,
                Restart.AFRESH,
                OutputFormat.ARROW,
                Compression.NONE));
    return SparkRunner.run(sc, request, Budget.TYPICAL, RunListener.SILENT);
  }
}
