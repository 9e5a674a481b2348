package io.convoy.job.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Runs one job on the cluster over an old output, lets its fault strike, and judges what is left.
 */
final class Disturbance {
  /** Seconds, far more than a run takes even where others keep the machine busy. */
  private static final int TIME_LIMIT = 400;

  /**
   * Short waits, so that a pause can be longer than Spark's patience, and a worker that is gone is
   * noticed within the time of a run.
   */
  private static final List<String> SETTINGS =
      List.of(
          "spark.executor.memory=512m",
          "spark.driver.memory=600m",
          "spark.network.timeout=20s",
          "spark.network.timeoutInterval=5s",
          "spark.executor.heartbeatInterval=2s",
          "spark.convoy.executorWait=40s");

  private static final List<String> SPECULATION =
      List.of(
          "spark.speculation=true",
          "spark.speculation.quantile=0.3",
          "spark.speculation.multiplier=1.2",
          "spark.speculation.minTaskRuntime=50ms");

  private final Place place;
  private final LiveCluster cluster;
  private final ChaosRun run;
  private final Written truth;
  private final Written old;
  private final Random random;
  private double struckAt = -1;
  private String detail = "";

  /**
   * Where things lie.
   *
   * @param home the checkout
   * @param folder the folder of all runs
   */
  record Place(Path home, Path folder) {
    Path inputs() {
      return folder.resolve("inputs");
    }

    Path old() {
      return folder.resolve("old/maps");
    }

    Path output() {
      return folder.resolve("run/maps");
    }

    Path log(String name) {
      return folder.resolve(name + ".log");
    }

    /** Options that make a run find {@link ChaosFileSystem}. */
    List<String> fileSystem() {
      String classes = home.resolve("job/target/bench-classes").toString();
      String implementation = "spark.hadoop.fs." + ChaosFileSystem.SCHEME + ".impl=";
      return List.of(
          "--conf",
          "spark.driver.extraClassPath=" + classes,
          "--conf",
          "spark.executor.extraClassPath=" + classes,
          "--conf",
          implementation + ChaosFileSystem.class.getName(),
          "--conf",
          "spark.hadoop." + ChaosFileSystem.FOLDER + "=" + folder);
    }
  }

  Disturbance(Place place, LiveCluster cluster, ChaosRun run, Written truth, Written old) {
    this.place = place;
    this.cluster = cluster;
    this.run = run;
    this.truth = truth;
    this.old = old;
    this.random = new Random(run.seed());
  }

  /** The share of the parts that were finished when the fault struck; negative where it didn't. */
  double struckAt() {
    return struckAt;
  }

  /** What is to be known beside the outcome; empty where there is nothing. */
  String detail() {
    return detail;
  }

  /** Whether the run ended before anything befell it. */
  boolean cameTooLate(Outcome outcome) {
    return outcome == Outcome.RIGHT && struckAt < 0;
  }

  Outcome outcome() throws IOException, InterruptedException {
    delete(place.output().getParent());
    copy(place.old(), place.output());
    ConvoyProcess driver = start(List.of());
    if (!endsDisturbed(driver)) {
      return Outcome.HANG;
    }
    if (run.fault() == Fault.KILL_DRIVER && struckAt >= 0) {
      driver = start(List.of("--resume"));
      if (!ends(driver)) {
        return Outcome.HANG;
      }
      if (driver.exit() != 0) {
        // The clean failure of a resumed run is not what was asked for.
        detail = "the resumed run failed: " + driver.said();
        return Outcome.WRONG;
      }
    }
    return driver.exit() == 0 ? judgeOutput() : judgeFailure(driver);
  }

  /** Lets Spark start copies of tasks that are a bit slow, in jobs of a few short ones. */
  static SparkConf speculation(SparkConf settings) {
    for (String setting : SPECULATION) {
      settings.set(setting.replaceFirst("=.*", ""), setting.replaceFirst(".*=", ""));
    }
    return settings;
  }

  private ConvoyProcess start(List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--master", cluster.master()));
    arguments.addAll(place.fileSystem());
    List<String> settings = new ArrayList<>(SETTINGS);
    if (run.speculation() == ChaosRun.Speculation.ON) {
      settings.addAll(SPECULATION);
    }
    for (String setting : settings) {
      arguments.addAll(List.of("--conf", setting));
    }
    arguments.addAll(run.job().arguments(place.inputs(), place.output()));
    arguments.add("--overwrite");
    arguments.addAll(more);
    return ConvoyProcess.start(
        place.home(),
        arguments,
        place.log("run-" + run.seed() + (more.isEmpty() ? "" : "-resumed")));
  }

  /** Waits for the end of a run that is struck meanwhile; false where it doesn't come. */
  private boolean endsDisturbed(ConvoyProcess driver) throws IOException, InterruptedException {
    Strike strike = new Strike(run.fault(), cluster, driver, place.folder(), random);
    long due = Math.round(run.at() * run.job().parts());
    double strikes = Double.MAX_VALUE;
    try {
      while (driver.tick()) {
        int finished = finished();
        if (strikes == Double.MAX_VALUE && finished >= due) {
          strikes = driver.seconds() + run.delay() / 1e3;
        }
        if (struckAt < 0 && driver.seconds() >= strikes && strike.hits()) {
          struckAt = Math.max(0, finished) / (double) run.job().parts();
        }
        strike.passTime();
        if (driver.seconds() > TIME_LIMIT) {
          driver.kill();
          return false;
        }
      }
      return true;
    } finally {
      if (!strike.undo()) {
        struckAt = -1;
      }
    }
  }

  private boolean ends(ConvoyProcess driver) throws InterruptedException {
    while (driver.tick()) {
      if (driver.seconds() > TIME_LIMIT) {
        driver.kill();
        return false;
      }
    }
    return true;
  }

  /**
   * Parts that tasks have finished, as they write down themselves; negative before the first task.
   */
  private int finished() throws IOException {
    for (Path folder : leftovers()) {
      try (Stream<Path> files = Files.list(folder.resolve("finished"))) {
        return (int)
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("part-"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .count();
      } catch (NoSuchFileException e) {
        // The run is yet to begin, or just over.
        continue;
      }
    }
    return -1;
  }

  private Outcome judgeOutput() throws IOException {
    if (!Files.exists(place.output().resolve("_SUCCESS"))) {
      detail = "there is no _SUCCESS";
      return Outcome.LOST;
    }
    Written written = Written.read(place.output());
    if (!written.ids().equals(truth.ids()) || !written.rejects().equals(truth.rejects())) {
      detail = written.counts() + " instead of " + truth.counts();
      return Outcome.LOST;
    }
    if (!written.equals(truth)) {
      detail =
          !written.digest().equals(truth.digest())
              ? "other bits"
              : written.counts() + written.manifest() + " instead of " + truth.counts();
      return Outcome.WRONG;
    }
    return onlyOutput() ? Outcome.RIGHT : Outcome.WRONG;
  }

  private Outcome judgeFailure(ConvoyProcess driver) throws IOException {
    List<String> said = driver.said();
    detail = String.join(" | ", said);
    if (!Files.exists(place.output().resolve("_SUCCESS"))
        || !Written.read(place.output()).equals(old)) {
      return Outcome.LOST;
    }
    boolean oneLine = driver.exit() == 1 && said.size() == 1;
    return oneLine && onlyOutput() ? Outcome.CLEAN_FAILURE : Outcome.WRONG;
  }

  private boolean onlyOutput() throws IOException {
    List<Path> left = leftovers();
    if (!left.isEmpty()) {
      detail += " left behind: " + left;
    }
    return left.isEmpty();
  }

  /** What lies beside the output. */
  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(place.output().getParent())) {
      return files.filter(file -> !file.equals(place.output())).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
