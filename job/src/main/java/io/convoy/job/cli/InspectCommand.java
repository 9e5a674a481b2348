package io.convoy.job.cli;

import io.convoy.core.io.TensorColumn;
import io.convoy.job.report.Quantity;
import io.convoy.job.report.Statistics;
import io.convoy.job.report.TensorText;
import io.convoy.job.source.DataSet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a tensor file or a data set holds. */
@Command(
    name = "inspect",
    description = "What a tensor file or a data set holds: schema, counts, statistics, values.",
    sortOptions = false,
    customSynopsis = "convoy inspect PATH [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "    convoy inspect maps",
      "    convoy inspect maps --values --limit 1",
      "    convoy inspect net.safetensors"
    })
final class InspectCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "PATH",
      description =
          "A data set's folder, or an .arrow, .parquet, .npy, .safetensors or .json file.")
  private String path;

  @Option(
      names = "--values",
      description =
          "The numbers instead: for each record its id, and for each column its name, shape and"
              + " one line a row.")
  private boolean values;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The first N records only (default: all).")
  private String limit;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (DataSet set = DataSet.open(SparkStart.storage(), path)) {
      long records =
          limit == null ? set.records() : Math.min(set.records(), Words.count("limit", limit));
      if (values) {
        values(set, records);
      } else {
        overview(set, records);
      }
    }
    return Failures.DONE;
  }

  private void values(DataSet set, long records) throws IOException {
    TensorText text = new TensorText(new BufferedWriter(console.out(), 1 << 16));
    for (long record = 0; record < records; record++) {
      text.id(set.id(record));
      for (TensorColumn column : set.columns()) {
        text.column(column.name(), set.read(column.name(), record));
      }
    }
    text.flush();
  }

  private void overview(DataSet set, long records) throws IOException {
    Map<String, Statistics> statistics = new LinkedHashMap<>();
    for (TensorColumn column : set.columns()) {
      statistics.put(column.name(), new Statistics());
    }
    // Record by record: going through the columns one by one would read each batch again.
    for (long record = 0; record < records; record++) {
      for (Map.Entry<String, Statistics> column : statistics.entrySet()) {
        column.getValue().add(set.read(column.getKey(), record));
      }
    }
    PrintWriter out = console.out();
    out.println("path     " + path);
    out.println("records  " + set.records());
    out.println("bytes    " + Quantity.bytes(set.bytes()));
    for (TensorColumn column : set.columns()) {
      String dimensions =
          column.dimensionNames().isEmpty() ? "" : " " + String.join(", ", column.dimensionNames());
      Statistics numbers = statistics.get(column.name());
      out.println("column   " + column.name() + " " + numbers.shapes() + dimensions);
      out.println("         " + numbers);
    }
    if (records < set.records()) {
      out.println("Shapes and statistics are those of the first " + records + " records.");
    }
  }
}
