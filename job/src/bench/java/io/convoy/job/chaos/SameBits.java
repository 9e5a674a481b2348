package io.convoy.job.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.convoy.job.execute.Progress;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Grid;
import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One digest a layer, whoever computes: local masters, a cluster inside the driver, a real one of
 * one, two and four workers, with and without speculation, with workers that are killed; and
 * however the work is cut.
 */
@Command(
    name = "bits",
    description = "Holds every master and every grid to the same bits.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class SameBits implements Callable<Integer> {
  private static final List<String> GRIDS =
      List.of(
          "auto", "1x1x1", "2x1x1", "3x1x1", "7x1x1", "12x1x1", "1x2x1", "1x5x1", "1x1x3", "2x2x1",
          "3x1x2", "2x2x3", "4x3x2");

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

  private final Map<BitsCase, String> digests = new EnumMap<>(BitsCase.class);
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private boolean same = true;

  public static void main(String[] arguments) {
    System.exit(Chaos.commandLine(new SameBits()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunException {
    Path inputs = home.resolve("target/chaos/bits");
    Files.createDirectories(home.resolve("target/bench"));
    Disturbance.delete(inputs);
    BitsCase.writeInputs(inputs);
    System.out.printf("%-26s %-12s %-7s %5s  %s%n", "master", "", "layer", "runs", "digests");
    all(inputs, "local[1]", "", new SparkConf());
    all(inputs, "local[2]", "", new SparkConf());
    all(inputs, "local-cluster[2,1,1024]", "", new SparkConf());
    LiveCluster cluster = new LiveCluster(home, clusterFolder, port);
    for (int workers : new int[] {1, 2, 4}) {
      cluster.start(workers);
      all(inputs, cluster.master(), workers + " workers", new SparkConf());
    }
    all(inputs, cluster.master(), "speculation", Disturbance.speculation(new SparkConf()));
    for (BitsCase each : BitsCase.values()) {
      withKilledWorker(inputs, cluster, each);
    }
    return same ? 0 : 1;
  }

  private void all(Path inputs, String master, String with, SparkConf settings)
      throws IOException, RunException {
    try (JavaSparkContext sc = context(master, settings)) {
      for (BitsCase each : BitsCase.values()) {
        List<String> found = new ArrayList<>();
        for (String grid : GRIDS) {
          found.add(digest(sc, inputs, each, grid, RunListener.SILENT));
        }
        add(each, master, with, found);
      }
    }
  }

  /** A worker goes after the first task of a run, and is there again for the next. */
  private void withKilledWorker(Path inputs, LiveCluster cluster, BitsCase each)
      throws IOException, InterruptedException, RunException {
    List<String> found = new ArrayList<>();
    try (JavaSparkContext sc = context(cluster.master(), new SparkConf())) {
      for (String grid : List.of("12x1x1", "3x1x2")) {
        cluster.start(2);
        WorkerKiller killer = new WorkerKiller(cluster);
        found.add(digest(sc, inputs, each, grid, killer));
        killer.end();
      }
    }
    add(each, cluster.master(), "killed", found);
  }

  private void add(BitsCase each, String master, String with, List<String> found)
      throws IOException {
    TreeSet<String> different = new TreeSet<>(found);
    different.add(digests.computeIfAbsent(each, key -> found.get(0)));
    same &= different.size() == 1;
    System.out.printf(
        "%-26s %-12s %-7s %5d  %s%n",
        master,
        with,
        each.word(),
        found.size(),
        different.size() == 1 ? different.first().substring(0, 16) : "DIFFERENT " + different);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("layer", each.word());
    row.put("master", master);
    row.put("with", with);
    row.put("runs", found.size());
    row.put("digests", different);
    rows.add(row);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(home.resolve("target/bench/bits.json").toFile(), rows);
  }

  private String digest(
      JavaSparkContext sc, Path inputs, BitsCase each, String grid, RunListener listener)
      throws IOException, RunException {
    Path output = inputs.resolve("out/maps");
    SparkRunner.run(sc, each.request(inputs, output, Grid.parse(grid)), listener);
    return Written.digest(output);
  }

  private JavaSparkContext context(String master, SparkConf settings) {
    return new JavaSparkContext(
        ConvoyRegistrator.apply(
            settings
                .setMaster(master)
                .setAppName("bits")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", "512m")
                .set("spark.jars", home.resolve("job/target/convoy.jar").toString())));
  }

  /** Kills a worker once, as soon as a run has finished a task. */
  private static final class WorkerKiller implements RunListener {
    private final LiveCluster cluster;
    private boolean done;

    WorkerKiller(LiveCluster cluster) {
      this.cluster = cluster;
    }

    /** Waits for a kill that goes on, which the next start must not meet; later there is none. */
    synchronized void end() {
      done = true;
    }

    @Override
    public synchronized void progress(Progress progress) {
      if (done) {
        return;
      }
      done = true;
      try {
        cluster.killWorker(2);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
