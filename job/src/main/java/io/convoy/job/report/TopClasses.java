package io.convoy.job.report;

import io.convoy.core.io.TensorColumn;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The largest numbers of each record's vector, by name: a quick look at what a classifier says. */
public final class TopClasses {
  /** A quick look, not a listing. */
  private static final int RECORDS_SHOWN = 20;

  private TopClasses() {}

  /**
   * The names of classes, one a line.
   *
   * @throws IllegalArgumentException where there is no such file
   */
  public static List<String> labels(Storage storage, String file) throws IOException {
    if (storage.status(storage.resolve(file)).isEmpty()) {
      throw new IllegalArgumentException("labels file does not exist: path=" + file);
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(storage.open(storage.resolve(file))),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /**
   * A line for each of the first records: its id, then classes and their numbers, the largest
   * first.
   *
   * @param labels names of the classes; where there are none, or too few, a class goes by its
   *     position
   */
  public static List<String> lines(Storage storage, String dataSet, int top, List<String> labels)
      throws IOException {
    List<String> lines = new ArrayList<>();
    try (DataSet set = DataSet.open(storage, dataSet)) {
      String vector =
          set.columns().stream()
              .filter(column -> column.rank() == 1)
              .map(TensorColumn::name)
              // What a classifier says comes behind what it says it from.
              .reduce((earlier, later) -> later)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--top needs a layer that gives one vector a record: columns="
                              + set.columns().stream().map(TensorColumn::name).toList()));
      long shown = Math.min(set.records(), RECORDS_SHOWN);
      for (long record = 0; record < shown; record++) {
        lines.add(set.id(record) + ": " + classes(set.read(vector, record), top, labels));
      }
      if (shown < set.records()) {
        lines.add("… and " + (set.records() - shown) + " more records");
      }
    }
    return lines;
  }

  private static String classes(Tensor vector, int top, List<String> labels) {
    float[] numbers = vector.data();
    List<Integer> order =
        IntStream.range(0, numbers.length)
            .boxed()
            // Equal numbers in the order of their classes.
            .sorted(Comparator.comparingDouble((Integer i) -> -numbers[i]))
            .limit(top)
            .toList();
    List<String> words = new ArrayList<>();
    for (int i : order) {
      String name = i < labels.size() ? labels.get(i) : "class " + i;
      words.add(String.format(Locale.ROOT, "%s %.3f", name, numbers[i]));
    }
    return String.join(", ", words);
  }
}
