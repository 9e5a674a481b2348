package io.convoy.job.execute;

import io.convoy.core.image.Preprocess;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.InputMix;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.FileList;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.InputLister;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A run that is ready to start: weights or model read, inputs listed, headers read, plan made.
 *
 * @param kind what is computed
 * @param files all files, in input order
 * @param counts records of each file, negative where it can't be read
 * @param sizes sizes of all records
 * @param plan what will be done
 * @param cuts first record of each image part, and the number of records
 */
record Prepared(
    RunKind kind, FileList files, long[] counts, RecordSizes sizes, RunPlan plan, long[] cuts) {
  /** How many times the average a part must cost to come first. */
  private static final double LARGE = 1.5;

  static Prepared of(
      JavaSparkContext sc,
      Broadcast<SerializableConfiguration> configuration,
      RunRequest request,
      Budget budget)
      throws IOException, RunException {
    Storage storage = new Storage(configuration.value().value());
    RunKind kind = RunKind.of(storage, request);
    FileList names = InputLister.list(storage, request.inputs());
    refuseImageOptions(names, request.preprocess());

    Headers headers = Headers.read(sc, configuration, names, reading(request));
    long[] counts = headers.counts();
    RecordSizes sizes = headers.sizes();
    if (sizes.records() == 0) {
      throw new IllegalArgumentException("the input holds no record: files=" + names.size());
    }
    if (request.onError() == OnError.FAIL) {
      failOnUnreadable(storage, names, counts, reading(request));
    }
    RunPlan plan =
        kind.plan(sizes, InputMix.of(names, names::length), SparkResources.of(sc, budget));
    return new Prepared(kind, names, counts, sizes, plan, sizes.cut(plan.grid().images()));
  }

  /**
   * The same, its records divided as an earlier run did it.
   *
   * @throws IllegalArgumentException where there are not as many
   */
  Prepared cutAt(long[] earlier) {
    long records = earlier[earlier.length - 1];
    if (records != sizes.records() || earlier.length != plan.grid().images() + 1) {
      throw new IllegalArgumentException(
          "the number of records must be that of the run that is resumed (without --resume all is"
              + " computed anew): records="
              + sizes.records()
              + ", was="
              + records);
    }
    return new Prepared(kind, files, counts, sizes, plan, earlier);
  }

  /**
   * The tasks' work, one a part of the grid: image part by image part, in input order but for those
   * that cost far more than most. They hold a record that is larger than a part should be, and come
   * first, the largest before the others: begun last, they would keep all waiting.
   */
  List<Unit> units() {
    double[] costs = sizes.costs(cuts);
    double large = LARGE * Arrays.stream(costs).average().orElse(0);
    List<Unit> units = unitsInOrder();
    // Stable: all of a part stay together, and most stay where they are.
    units.sort(
        Comparator.comparingDouble(
            unit -> costs[unit.imagePart()] > large ? -costs[unit.imagePart()] : 0));
    return units;
  }

  private List<Unit> unitsInOrder() {
    Grid grid = plan.grid();
    List<Unit> units = new ArrayList<>(grid.units());
    int file = 0;
    long fileStart = 0;
    for (int part = 0; part < grid.images(); part++) {
      FileList taken = new FileList();
      List<long[]> ranges = new ArrayList<>();
      long position = cuts[part];
      while (position < cuts[part + 1]) {
        long records = Math.abs(counts[file]);
        long end = Math.min(cuts[part + 1], fileStart + records);
        if (end > position) {
          taken.add(files.get(file), files.length(file), files.time(file));
          ranges.add(
              counts[file] < 0
                  ? new long[] {0, InputFile.UNREADABLE}
                  : new long[] {position - fileStart, end - fileStart});
          position = end;
        }
        if (end == fileStart + records) {
          fileStart += records;
          file++;
        }
      }
      taken.trim();
      long[] from = ranges.stream().mapToLong(range -> range[0]).toArray();
      long[] to = ranges.stream().mapToLong(range -> range[1]).toArray();
      for (int channel = 0; channel < grid.channels(); channel++) {
        for (int row = 0; row < grid.rows(); row++) {
          units.add(new Unit(part, channel, row, cuts[part], taken, from, to));
        }
      }
    }
    return units;
  }

  /** How a request's records are read. */
  static Reading reading(RunRequest request) {
    return new Reading(request.preprocess(), request.column());
  }

  private static void refuseImageOptions(List<String> names, Preprocess preprocess) {
    if (!preprocess.isForImages()) {
      return;
    }
    for (String name : names) {
      if (InputFile.holdsTensors(name)) {
        throw new IllegalArgumentException(
            "resize, crop and gray are for images, a file of tensors is taken as it is: path="
                + name);
      }
    }
  }

  private static void failOnUnreadable(
      Storage storage, List<String> names, long[] counts, Reading reading)
      throws IOException, RunException {
    for (int file = 0; file < counts.length; file++) {
      if (counts[file] < 0) {
        String name = names.get(file);
        try (InputFile input = InputFile.open(storage, name, reading)) {
          throw InputFile.whyUnreadable(input);
        } catch (BadRecordException e) {
          throw new RunException(RecordFailure.message(name, e.getMessage()), e);
        }
      }
    }
  }
}
