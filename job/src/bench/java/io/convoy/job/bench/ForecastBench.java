package io.convoy.job.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Holds predictions to what was measured: jobs that differ in all that the cost model speaks of,
 * each run as a user runs it, and the report of each read.
 */
@Command(
    name = "forecast",
    description = "Runs different jobs and holds what was predicted to what was measured.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ForecastBench implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** By how much of the measured figure a prediction may be off. */
  private static final double SECONDS_OFF = 0.25;

  private static final double MEMORY_OFF = 0.20;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these jobs: ${COMPLETION-CANDIDATES}.")
  private List<ForecastJob> only = List.of(ForecastJob.values());

  @Option(
      names = "--master",
      defaultValue = "local[2]",
      paramLabel = "M",
      description = "Spark's master (default: ${DEFAULT-VALUE}).")
  private String master;

  @Option(
      names = "--share",
      defaultValue = "1",
      paramLabel = "S",
      description = "Of each job's records, 0.1 for instance; short jobs are mostly start-up.")
  private double share;

  @Mixin private BenchPlace place;

  public static void main(String[] arguments) {
    System.exit(BenchPlace.execute(new ForecastBench(), arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JobInputs inputs = new JobInputs(place.home());
    Map<ForecastJob, Path> records = made(inputs);
    Path results =
        Files.createDirectories(place.home().resolve("target/bench")).resolve("forecast.json");
    List<Map<String, Object>> rows = new ArrayList<>();
    System.out.printf(
        "%-16s %7s %-10s %10s %10s %6s %12s %12s %6s%n",
        "job",
        "records",
        "grid",
        "predicted",
        "measured",
        "ratio",
        "predicted MB",
        "measured MB",
        "ratio");
    int held = 0;
    for (ForecastJob job : only) {
      Map<String, Object> row = row(job, report(inputs, job, records.get(job)));
      held += holds(row) ? 1 : 0;
      rows.add(row);
      // Written each time, so that a run that is stopped leaves what it found.
      JSON.writeValue(results.toFile(), rows);
    }
    System.out.printf(
        Locale.ROOT,
        "%d of %d within %.0f %% in time and %.0f %% in memory%n",
        held,
        rows.size(),
        100 * SECONDS_OFF,
        100 * MEMORY_OFF);
    return 0;
  }

  /** What all jobs read, on the disk: what still goes there slows whoever runs beside it. */
  private Map<ForecastJob, Path> made(JobInputs inputs) throws IOException, InterruptedException {
    Map<ForecastJob, Path> records = new EnumMap<>(ForecastJob.class);
    for (ForecastJob job : only) {
      records.put(job, job.inputs(inputs, share));
    }
    if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("sync failed");
    }
    return records;
  }

  /**
   * Brings what a job reads into the system's cache, where what was written lately lies: the model
   * speaks of reading from there.
   */
  private static void readOnce(Path records) throws IOException {
    Set<Object> read = new HashSet<>();
    try (Stream<Path> files = Files.walk(records)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // A file may have many names.
        if (read.add(Files.readAttributes(file, BasicFileAttributes.class).fileKey())) {
          Files.copy(file, OutputStream.nullOutputStream());
        }
      }
    }
  }

  private JsonNode report(JobInputs inputs, ForecastJob job, Path records)
      throws IOException, InterruptedException {
    readOnce(records);
    Path output = Files.createTempDirectory(place.home().resolve("target"), "bench-forecast");
    try {
      List<String> command = new ArrayList<>();
      command.addAll(
          List.of(
              place.home().resolve("scripts/convoy").toString(),
              "--master",
              master,
              "conv",
              "--machine",
              place.machine().toString(),
              "--input",
              records.toString(),
              "--weights",
              inputs.filters(job.filters()).toString(),
              "--output",
              output.resolve("out").toString()));
      command.addAll(job.options());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.resolve("log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "a job failed: "
                + String.join(" ", command)
                + "\n"
                + Files.readString(output.resolve("log")));
      }
      return JSON.readTree(output.resolve("out/_report.json").toFile());
    } finally {
      SideProcess.delete(output);
    }
  }

  private static Map<String, Object> row(ForecastJob job, JsonNode report) {
    JsonNode prediction = report.path("prediction");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", job.label());
    row.put("images", report.path("counts").path("records").asLong());
    row.put("grid", report.path("plan").path("grid").asText());
    put(row, "predicted_s", "measured_s", "seconds_ratio", prediction.path("elapsed"));
    put(row, "predicted_memory", "measured_memory", "memory_ratio", prediction.path("taskMemory"));
    row.put("prediction", prediction);
    System.out.printf(
        Locale.ROOT,
        "%-16s %7d %-10s %8.1f s %8.1f s %6.2f %12.1f %12.1f %6.2f%n",
        job.label(),
        (long) row.get("images"),
        row.get("grid"),
        (double) row.get("predicted_s"),
        (double) row.get("measured_s"),
        (double) row.get("seconds_ratio"),
        (double) row.get("predicted_memory") / 1e6,
        (double) row.get("measured_memory") / 1e6,
        (double) row.get("memory_ratio"));
    return row;
  }

  private static void put(
      Map<String, Object> row, String predicted, String measured, String ratio, JsonNode figure) {
    double said = figure.path("predicted").asDouble();
    double taken = figure.path("measured").asDouble();
    row.put(predicted, said);
    row.put(measured, taken);
    row.put(ratio, said / taken);
  }

  private static boolean holds(Map<String, Object> row) {
    return Math.abs((double) row.get("seconds_ratio") - 1) <= SECONDS_OFF
        && Math.abs((double) row.get("memory_ratio") - 1) <= MEMORY_OFF;
  }
}
