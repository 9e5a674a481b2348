package io.convoy.job.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.job.execute.Phase;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * What a run was told, what it planned and what it did: as {@code _report.json} in the output
 * folder, and as a few lines for the terminal.
 *
 * @param options the effective options by name
 * @param versions Convoy, Spark, Java
 * @param master where Spark ran
 * @param channels what the weights call their output channels; empty where they don't say
 * @param summary what the run did
 */
public record RunReport(
    Map<String, Object> options,
    Map<String, String> versions,
    String master,
    List<String> channels,
    RunSummary summary) {
  /** The file's name in the output folder. */
  public static final String FILE = "_report.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the report into the output folder. */
  public void write(Storage storage) throws IOException {
    Path path = new Path(storage.resolve(summary.output()), FILE);
    try (OutputStream out = Channels.newOutputStream(storage.create(path))) {
      JSON.writeValue(out, json());
    }
  }

  /** What the run that made a data set called its output channels; empty where nobody knows. */
  public static List<String> channels(Storage storage, String dataSet) throws IOException {
    Path path = new Path(storage.resolve(dataSet), FILE);
    if (storage.status(path).isEmpty()) {
      return List.of();
    }
    try (InputStream in = Channels.newInputStream(storage.open(path))) {
      return JSON.convertValue(
          JSON.readTree(in).path("channels"), new TypeReference<List<String>>() {});
    }
  }

  ObjectNode json() {
    RunPlan plan = summary.plan();
    ObjectNode report = JSON.createObjectNode();
    report.set("options", JSON.valueToTree(options));
    report.set("versions", JSON.valueToTree(versions));
    report.put("master", master);
    report.put("weightsSha256", summary.weightsDigest());
    report.set("channels", JSON.valueToTree(channels));

    ObjectNode planned = report.putObject("plan");
    PlanJson.fill(planned, plan);

    ObjectNode counts = report.putObject("counts");
    counts.put("records", summary.records());
    counts.put("written", summary.written());
    counts.put("rejected", summary.rejected());
    counts.set("rejectedByReason", JSON.valueToTree(summary.rejects()));
    counts.put("parts", summary.parts());
    counts.put("bytesWritten", summary.bytesWritten());

    ObjectNode work = report.putObject("work");
    work.put("multiplyAdds", plan.work().multiplyAdds());
    work.put("bytesRead", plan.work().bytesRead());
    work.put("bytesWritten", plan.work().bytesWritten());

    ObjectNode seconds = report.putObject("seconds");
    seconds.put("elapsed", seconds(summary.elapsed()));
    for (Phase phase : Phase.values()) {
      seconds.put(word(phase), seconds(time(phase)));
    }
    seconds.put("tasks", seconds(summary.taskTime()));
    report.put("overheadFraction", summary.overhead());
    report.set("tasks", TaskTable.json(summary));
    ObjectNode speed = report.putObject("speed");
    speed.put("recordsPerSecond", summary.written() / seconds(summary.elapsed()));
    speed.put("gflopsOfTheRun", summary.gigaflops());
    speed.put("gflopsPerCoreWhileConvolving", summary.gigaflopsPerCore());
    Forecast.of(summary).ifPresent(forecast -> report.set("prediction", forecast.json()));
    report.set("notes", JSON.valueToTree(summary.notes()));
    return report;
  }

  /**
   * The summary that ends a run, a few lines.
   *
   * @param rejects the first rejects, as examples
   */
  public List<String> lines(List<String> rejects) {
    RunPlan plan = summary.plan();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d of %d records in %s (%.0f records/s), %s multiply-adds",
            summary.written(),
            summary.records(),
            Quantity.seconds(seconds(summary.elapsed())),
            summary.written() / seconds(summary.elapsed()),
            Quantity.count(plan.work().multiplyAdds())));
    if (summary.rejected() > 0) {
      lines.add(
          "rejected "
              + summary.rejected()
              + ": "
              + summary.rejects().entrySet().stream()
                  .map(reject -> reject.getValue() + " × " + reject.getKey())
                  .collect(Collectors.joining("; ")));
      rejects.forEach(reject -> lines.add("  " + reject));
      if (rejects.size() < summary.rejected()) {
        lines.add("  all of them in " + summary.output() + "/" + Rejects.FOLDER);
      }
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "algorithm %s, grid %s, tasks %d on cores %d; maps %s",
            PlanText.algorithms(plan),
            plan.grid(),
            plan.tasks(),
            plan.cores(),
            plan.outputs()));
    lines.add(
        String.format(
            Locale.ROOT,
            "time of tasks: decode %s, convolve %s (%.1f GFLOP/s a core), shuffle %s, write %s",
            text(Phase.DECODE),
            text(Phase.CONVOLVE),
            summary.gigaflopsPerCore(),
            text(Phase.SHUFFLE),
            text(Phase.WRITE)));
    TaskTable.line(summary).ifPresent(lines::add);
    Forecast.of(summary).ifPresent(forecast -> lines.add(forecast.line()));
    lines.add(
        "output "
            + summary.output()
            + ": "
            + summary.parts()
            + (summary.parts() == 1 ? " part, " : " parts, ")
            + Quantity.bytes(summary.bytesWritten())
            + ", report in "
            + FILE);
    return lines;
  }

  private Duration time(Phase phase) {
    return summary.phases().getOrDefault(phase, Duration.ZERO);
  }

  private String text(Phase phase) {
    return Quantity.seconds(seconds(time(phase)));
  }

  private static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
