package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times whole jobs of one layer beside Spark with ONNX Runtime by hand: the same records, the same
 * layer, a fresh JVM for each run, both sides in turn; first on one core and on two, then on a
 * standalone cluster of one and of two workers.
 */
@Command(
    name = "job",
    description = "Times whole jobs, beside Spark with ONNX Runtime by hand.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class JobBench implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these jobs: ${COMPLETION-CANDIDATES}.")
  private List<BenchJob> only = List.of(BenchJob.values());

  @Option(
      names = "--master",
      arity = "1..*",
      paramLabel = "M",
      description = "Where they run: local[N], or standalone[N] for N workers of a core each.")
  private List<String> masters = List.of("local[1]", "local[2]", "standalone[1]", "standalone[2]");

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Records of a job (default: what takes more than a minute on two cores).")
  private Integer images;

  @Option(
      names = "--quick",
      description = "Two thousand records a job: eight minutes in all, and start-up weighs more.")
  private boolean quick;

  @Option(names = "--no-peer", description = "Only our side.")
  private boolean alone;

  @Mixin private BenchPlace place;

  private final List<Map<String, Object>> rows = new ArrayList<>();

  public static void main(String[] arguments) {
    System.exit(BenchPlace.execute(new JobBench(), arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(place.home().resolve("target/bench"));
    JobInputs inputs = new JobInputs(place.home());
    if (!alone) {
      compareAnswers();
    }
    System.out.printf(
        "%-10s %-14s %7s %9s %9s %6s %9s %9s %9s   %s%n",
        "job",
        "master",
        "images",
        "ours i/s",
        "peer i/s",
        "ratio",
        "overhead",
        "predicted",
        "measured",
        "task time by phase");
    for (String master : masters) {
      try (BenchCluster cluster = BenchCluster.of(place.home(), master)) {
        for (BenchJob job : only) {
          measure(inputs, job, cluster);
        }
      }
    }
    return 0;
  }

  private void compareAnswers() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(place.home().toString()));
    only.forEach(job -> arguments.add(job.name()));
    new SideProcess(place.home().resolve("target"), JobAnswers.class)
        .lines(arguments)
        .forEach(System.out::println);
  }

  private void measure(JobInputs inputs, BenchJob job, BenchCluster cluster)
      throws IOException, InterruptedException {
    int count = images != null ? images : quick ? job.quickImages() : job.images();
    String records = inputs.records(job, count).toString();
    SideProcess side = new SideProcess(place.home().resolve("target"), JobSide.class);
    // On the cluster it is only asked what a second worker gains.
    SideResult theirs =
        alone || !cluster.isLocal()
            ? null
            : side.run(
                "by-hand",
                cluster.master(),
                job.name(),
                records,
                inputs.model(job).toString(),
                place.machine().toString());
    SideResult ours =
        side.run(
            "ours",
            cluster.master(),
            job.name(),
            records,
            inputs.weights(job).toString(),
            place.machine().toString());
    if (theirs != null && ours.images() != theirs.images()) {
      throw new IllegalStateException(
          "both sides must write all images: ours=" + ours.images() + ", peer=" + theirs.images());
    }
    rows.add(row(job, cluster, ours, theirs));
    // Written each time, so that a run that is stopped leaves what it found.
    JSON.writeValue(place.home().resolve("target/bench/job.json").toFile(), rows);
  }

  private static Map<String, Object> row(
      BenchJob job, BenchCluster cluster, SideResult ours, SideResult theirs) {
    RunFigures run = ours.run();
    double rate = ours.images() / ours.seconds();
    Double peerRate = theirs == null ? null : theirs.images() / theirs.seconds();
    Double ratio = peerRate == null ? null : rate / peerRate;
    double overhead = 1 - run.workSeconds() / ours.taskSeconds();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", job.label());
    row.put("master", cluster.name());
    row.put("images", ours.images());
    row.put("images_per_second", rate);
    row.put("peer_images_per_second", peerRate);
    row.put("ratio", ratio);
    row.put("overhead_fraction", overhead);
    row.put("idle_fraction", 1 - ours.taskSeconds() / (cluster.cores() * run.seconds()));
    row.put("predicted_s", run.predictedSeconds());
    row.put("measured_s", run.seconds());
    row.put("predicted_memory", run.predictedMemory());
    row.put("measured_memory", run.memory());
    row.put("seconds_with_start", ours.seconds());
    row.put("process_memory", ours.peakBytes());
    row.put("peer_process_memory", theirs == null ? null : theirs.peakBytes());
    row.put("task_seconds", ours.taskSeconds());
    row.put("phase_seconds", run.phases());
    StringBuilder shares = new StringBuilder();
    run.phases()
        .forEach(
            (phase, seconds) ->
                shares.append(
                    String.format(
                        Locale.ROOT, "%s %.0f%%  ", phase, 100 * seconds / ours.taskSeconds())));
    System.out.printf(
        Locale.ROOT,
        "%-10s %-14s %7d %9.1f %9s %6s %8.1f%% %7.1f s %7.1f s   %s%n",
        job.label(),
        cluster.name(),
        ours.images(),
        rate,
        peerRate == null ? "-" : String.format(Locale.ROOT, "%.1f", peerRate),
        ratio == null ? "-" : String.format(Locale.ROOT, "%.2f", ratio),
        100 * overhead,
        run.predictedSeconds(),
        run.seconds(),
        shares.toString().strip());
    return row;
  }
}
