package io.convoy.job.execute;

import io.convoy.core.tensor.Shape;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.serde.ProbedFiles;
import io.convoy.job.source.FileList;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a plan must know of the records of a run: how many each file has, and their sizes.
 *
 * <p>Tasks read the headers of all files, side by side. Of many images that all become one size, it
 * is a sample: then the headers decide nothing but what reading a file costs, and the lengths of
 * the files tell that well enough. A file that is bad is found by the task that reads it.
 *
 * @param counts records of each file, negative where it can't be read
 * @param sizes sizes of all records
 */
record Headers(long[] counts, RecordSizes sizes) {
  /** Files whose headers one task reads at least; opening one is what takes the time. */
  private static final int FILES_A_TASK = 32;

  /** Files whose headers one task reads at most, so that its result stays small. */
  private static final int MOST_FILES_A_TASK = 8192;

  /** Images that are looked at one and all; these take a few seconds. */
  private static final int MOST_WHOLE = 20_000;

  /** Images of a sample. */
  private static final int SAMPLE = 2_000;

  static Headers read(
      JavaSparkContext sc,
      Broadcast<SerializableConfiguration> configuration,
      FileList files,
      Reading reading) {
    Optional<Shape> size = reading.preprocess().commonShape();
    if (files.size() > MOST_WHOLE
        && size.isPresent()
        && files.stream().noneMatch(InputFile::holdsTensors)) {
      return sample(sc, configuration, files, reading, size.get());
    }
    long[] counts = new long[files.size()];
    RecordSizes sizes = new RecordSizes();
    int at = 0;
    for (ProbedFiles probed : probe(sc, configuration, files, reading)) {
      System.arraycopy(probed.counts(), 0, counts, at, probed.counts().length);
      at += probed.counts().length;
      sizes.addAll(probed.sizes());
    }
    return new Headers(counts, sizes);
  }

  private static Headers sample(
      JavaSparkContext sc,
      Broadcast<SerializableConfiguration> configuration,
      FileList files,
      Reading reading,
      Shape size) {
    FileList some = new FileList();
    long bytes = 0;
    for (int i = 0; i < SAMPLE; i++) {
      int file = (int) ((long) files.size() * i / SAMPLE);
      some.add(files.get(file), files.length(file), files.time(file));
      bytes += files.length(file);
    }
    some.trim();
    double decoded = 0;
    for (ProbedFiles probed : probe(sc, configuration, some, reading)) {
      decoded += probed.sizes().decoded();
    }
    RecordSizes sizes = new RecordSizes();
    for (int file = 0; file < files.size(); file++) {
      double guess = files.length(file) * decoded / Math.max(1, bytes);
      sizes.add(1, rounded(guess), size.extent(0), size.extent(1), size.extent(2));
    }
    long[] counts = new long[files.size()];
    Arrays.fill(counts, 1);
    return new Headers(counts, sizes);
  }

  /** To a power of √2, so that many files share an entry: what is guessed is not known better. */
  private static long rounded(double numbers) {
    double exponent = Math.rint(2 * Math.log(Math.max(1, numbers)) / Math.log(2));
    return Math.round(Math.pow(2, exponent / 2));
  }

  private static List<ProbedFiles> probe(
      JavaSparkContext sc,
      Broadcast<SerializableConfiguration> configuration,
      FileList files,
      Reading reading) {
    int tasks =
        Math.max(
            Math.min(4 * SparkResources.concurrentTasks(sc), files.size() / FILES_A_TASK),
            files.size() / MOST_FILES_A_TASK);
    tasks = Math.max(1, tasks);
    List<FileList> chunks = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int from = (int) ((long) files.size() * task / tasks);
      int to = (int) ((long) files.size() * (task + 1) / tasks);
      chunks.add(files.slice(from, to));
    }
    Broadcast<Reading> shared = sc.broadcast(reading);
    try {
      return sc.parallelize(chunks, tasks)
          .map(chunk -> probe(new Storage(configuration.value().value()), chunk, shared.value()))
          .collect();
    } finally {
      shared.unpersist();
    }
  }

  private static ProbedFiles probe(Storage storage, FileList files, Reading reading)
      throws IOException {
    long[] counts = new long[files.size()];
    RecordSizes sizes = new RecordSizes();
    for (int file = 0; file < counts.length; file++) {
      counts[file] = InputFile.probe(storage, files.get(file), reading, sizes);
    }
    return new ProbedFiles(counts, sizes);
  }
}
