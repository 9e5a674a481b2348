package io.convoy.job.calibrate;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.cost.Machine;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.NpyFile;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
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
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures what the first run of a JVM takes longer than a later one: a job that reads photos is
 * run again and again, then one that reads tensors and transforms them, then one that shuffles and
 * writes maps. Tells the truth once a JVM, before anything else is done.
 */
final class FirstRunProbe {
  /**
   * A second of work of a core and more. The compiler works beside the tasks and takes as much of
   * the cores; a run that is over before it has come to most of what they do hides that.
   */
  private static final int PHOTOS_A_CORE = 200;

  /** Likewise, files of {@link #TENSORS_A_FILE}. */
  private static final int TENSOR_FILES_A_CORE = 16;

  private static final int TENSORS_A_FILE = 64;

  /** Parts that each core writes: a plan has about as many. */
  private static final int PARTS_A_CORE = 8;

  /** The compiler is still at work in the second run; the fastest of so many is a warm one. */
  private static final int LATER_RUNS = 3;

  /** For a first shuffle, when all but that has been done before. */
  private static final int SHUFFLED_FILES_A_CORE = 2;

  /** What is no time at all; rates must be positive. */
  private static final double NOTHING = 1e-6;

  private final JavaSparkContext sc;
  private final Storage storage;
  private final Path folder;
  private final int cores;

  /** A first run, and a warm one of the same. */
  private record Runs(RunSummary first, RunSummary later) {
    /** What a phase of the first took longer, in seconds of all cores. */
    double more(Phase phase) {
      return Math.max(NOTHING, seconds(first, phase) - seconds(later, phase));
    }

    /** What all of the first took longer, in seconds on the wall. */
    double more() {
      return first.elapsed().minus(later.elapsed()).toNanos() / 1e9;
    }
  }

  FirstRunProbe(JavaSparkContext sc, Storage storage, Path folder) {
    this.sc = sc;
    this.storage = storage;
    this.folder = folder;
    this.cores = sc.defaultParallelism();
  }

  Machine.Starts measure(SparkProbe spark) throws IOException, RunException {
    int parts = PARTS_A_CORE * cores;
    Grid whole = new Grid(parts, 1, 1);
    byte[] jpeg = ImageProbe.file(ImageProbe.photo(), "jpeg");
    Path photo = Files.write(folder.resolve("photo.jpg"), jpeg);
    Path file = folder.resolve("tensors.arrow");
    FileProbe.write(storage, file, TENSORS_A_FILE);
    Path tensorFilters = weights(FileProbe.RECORD.extent(0));
    Runs photos = runs(linked(photo, "photos", PHOTOS_A_CORE), weights(3), whole, Pool.AVG);
    Runs tensors =
        runs(linked(file, "tensors", TENSOR_FILES_A_CORE), tensorFilters, whole, Pool.AVG);
    Grid cut = new Grid(cores, 1, 2);
    Runs shuffled =
        runs(linked(file, "shuffled", SHUFFLED_FILES_A_CORE), tensorFilters, cut, Pool.NONE);
    return new Machine.Starts(
        spark.jobSeconds(),
        spark.taskSeconds(),
        Math.max(NOTHING, seconds(photos.later(), Phase.WRITE) / parts),
        photos.more(Phase.LIST),
        photos.more(Phase.DECODE) / cores,
        tensors.more(Phase.DECODE) / cores,
        photos.more(Phase.CONVOLVE) / cores,
        tensors.more(Phase.CONVOLVE) / cores,
        Math.max(NOTHING, shuffled.more()),
        photos.more(Phase.WRITE) / cores,
        Math.max(NOTHING, rest(photos.first()) - rest(photos.later())));
  }

  private Runs runs(Path records, Path weights, Grid grid, Pool pool) throws RunException {
    RunSummary first = run(records, weights, grid, pool);
    RunSummary later = run(records, weights, grid, pool);
    for (int run = 1; run < LATER_RUNS; run++) {
      RunSummary again = run(records, weights, grid, pool);
      later = again.elapsed().compareTo(later.elapsed()) < 0 ? again : later;
    }
    return new Runs(first, later);
  }

  /** As many filters of 3×3 as a record has channels, sixteen at least. */
  private Path weights(int channels) throws IOException {
    Path file = folder.resolve("weights-" + channels + ".npy");
    Tensor filters = Tensor.zeros(Shape.of(Math.max(16, channels), channels, 3, 3));
    Arrays.fill(filters.data(), 0.1f);
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      NpyFile.write(channel, filters);
    }
    return file;
  }

  /** A folder of one file under many names, which takes the disk no more than one. */
  private Path linked(Path file, String name, int ofEachCore) throws IOException {
    Path links = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < ofEachCore * cores; i++) {
      Files.createLink(links.resolve(i + "-" + file.getFileName()), file);
    }
    return links;
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

  private RunSummary run(Path records, Path weights, Grid grid, Pool pool) throws RunException {
    ConvRequest request =
        new ConvRequest(
            List.of(records.toString()),
            new LayerRequest(weights.toString(), Optional.empty(), ConvOptions.PLAIN, "auto", pool),
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
