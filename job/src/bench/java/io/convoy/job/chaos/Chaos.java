package io.convoy.job.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets faults befall runs on a real cluster, and holds what they write against the truth: what the
 * same job writes on this JVM's own cores, undisturbed.
 */
@Command(
    name = "chaos",
    description = "Random faults at random moments of random jobs on a real cluster.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class Chaos implements Callable<Integer> {
  private static final int WORKERS = 2;
  private static final int TRIES = 3;
  private static final int CANNOT_GO_ON = 2;

  @Option(
      names = "--runs",
      defaultValue = "60",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description =
          "Of the first run; the others count on. A run's own seed with --runs 1 repeats it"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--home", required = true, hidden = true, description = "The checkout.")
  private Path home;

  @Option(names = "--cluster", required = true, hidden = true, description = "Its folder.")
  private Path clusterFolder;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "P",
      description = "Where the cluster's master listens.")
  private int port;

  private final Map<ChaosJob, Written> truths = new EnumMap<>(ChaosJob.class);
  private Disturbance.Place place;

  public static void main(String[] arguments) {
    System.exit(commandLine(new Chaos()).execute(arguments));
  }

  /** One whose own failure is told from what it finds. */
  static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println("chaos: " + failure);
              return CANNOT_GO_ON;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    place = new Disturbance.Place(home, home.resolve("target/chaos"));
    Files.createDirectories(home.resolve("target/bench"));
    Disturbance.delete(place.inputs());
    Disturbance.delete(place.folder().resolve("truth"));
    Disturbance.delete(place.old().getParent());
    Inputs.write(place.inputs());
    Written old = undisturbed(ChaosJob.GROUPS, place.old(), "--activation", "relu");
    LiveCluster cluster = new LiveCluster(home, clusterFolder, port);
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean acceptable = true;
    System.out.printf(
        "%4s %6s %-15s %-20s %5s  %s%n", "run", "seed", "job", "fault", "at", "outcome");
    for (int number = 1; number <= runs; number++) {
      ChaosRun run = ChaosRun.of(seed + number - 1);
      Written truth = truth(run.job());
      cluster.start(WORKERS);
      Disturbance disturbance = new Disturbance(place, cluster, run, truth, old);
      Outcome outcome = disturbance.outcome();
      for (int tries = 1; tries < TRIES && disturbance.cameTooLate(outcome); tries++) {
        run = run.earlier();
        disturbance = new Disturbance(place, cluster, run, truth, old);
        outcome = disturbance.outcome();
      }
      acceptable &= outcome.acceptable();
      rows.add(row(number, run, disturbance, outcome));
      // Written each time, so that what is stopped leaves what it found.
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(home.resolve("target/bench/chaos.json").toFile(), rows);
    }
    return acceptable ? 0 : 1;
  }

  private static Map<String, Object> row(
      int number, ChaosRun run, Disturbance disturbance, Outcome outcome) {
    String job = run.job().word() + (run.speculation() == ChaosRun.Speculation.ON ? "+copies" : "");
    String fault = disturbance.struckAt() < 0 ? "none" : run.fault().word();
    double at = Math.max(0, disturbance.struckAt());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", number);
    row.put("seed", run.seed());
    row.put("job", job);
    row.put("fault", fault);
    row.put("at_fraction", at);
    row.put("outcome", outcome.word());
    System.out.printf(
        Locale.ROOT,
        "%4d %6d %-15s %-20s %5.2f  %-13s %s%n",
        number,
        run.seed(),
        job,
        fault,
        at,
        outcome.word(),
        disturbance.detail());
    return row;
  }

  private Written truth(ChaosJob job) throws IOException, InterruptedException {
    Written known = truths.get(job);
    if (known == null) {
      known = undisturbed(job, place.folder().resolve("truth/" + job.word()));
      truths.put(job, known);
    }
    return known;
  }

  /** Runs a job on this machine's own cores. */
  private Written undisturbed(ChaosJob job, Path output, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--master", "local[2]"));
    arguments.addAll(place.fileSystem());
    arguments.addAll(job.arguments(place.inputs(), output));
    arguments.addAll(List.of(more));
    ConvoyProcess process = ConvoyProcess.start(home, arguments, place.log("undisturbed"));
    while (process.tick()) {
      // It has all the time it wants.
      continue;
    }
    if (process.exit() != 0) {
      throw new IllegalStateException("an undisturbed run failed: " + process.said());
    }
    return Written.read(output);
  }
}
