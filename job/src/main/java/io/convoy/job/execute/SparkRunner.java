package io.convoy.job.execute;

import io.convoy.job.plan.Budget;
import io.convoy.job.plan.Restart;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.plan.TaskMemory;
import io.convoy.job.serde.ConvoyRegistrator;
import io.convoy.job.serde.PartResult;
import io.convoy.job.serde.RunSettings;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Runs a convolution layer or a network over a data set on Spark.
 *
 * <p>In order: read the weights or the model, list the inputs, read their headers (a job), plan,
 * take up what an earlier run has finished, compute and write the rest (jobs), count, commit. Where
 * the grid cuts records, the computing tasks send pieces through a shuffle to the tasks that write;
 * otherwise each task writes what it computes.
 */
public final class SparkRunner {
  /** Milliseconds to wait for what Spark has to say about tasks that are done. */
  private static final long MOST_LATE = 10_000;

  private final JavaSparkContext sc;
  private final RunRequest request;
  private final Budget budget;
  private final RunListener listener;
  private final Broadcast<SerializableConfiguration> configuration;
  private final Storage storage;
  private final List<String> notes = new ArrayList<>();
  private final long start = System.nanoTime();
  private TaskFigures tasks = TaskFigures.NONE;

  private SparkRunner(
      JavaSparkContext sc, RunRequest request, Budget budget, RunListener listener) {
    ConvoyRegistrator.check(sc.getConf());
    this.sc = sc;
    this.request = request;
    this.budget = budget;
    this.listener = listener;
    this.configuration = sc.broadcast(new SerializableConfiguration(sc.hadoopConfiguration()));
    this.storage = new Storage(sc.hadoopConfiguration());
  }

  /** A plan by a typical machine, for who doesn't ask for seconds. */
  public static RunPlan plan(JavaSparkContext sc, RunRequest request) throws RunException {
    return plan(sc, request, Budget.TYPICAL);
  }

  /** A run that is planned by a typical machine, for who doesn't ask for seconds. */
  public static RunSummary run(JavaSparkContext sc, RunRequest request, RunListener listener)
      throws RunException {
    return run(sc, request, Budget.TYPICAL, listener);
  }

  /**
   * Plans a run, and runs nothing but the reading of headers.
   *
   * @throws IllegalArgumentException where the request can't be met: a missing path, weights that
   *     don't fit
   * @throws RunException where a file can't be read
   */
  public static RunPlan plan(JavaSparkContext sc, RunRequest request, Budget budget)
      throws RunException {
    SparkRunner runner = new SparkRunner(sc, request, budget, RunListener.SILENT);
    return runner.guarded(() -> Prepared.of(sc, runner.configuration, request, budget).plan());
  }

  /**
   * Runs: afterwards the output is there, whole, or nothing has changed.
   *
   * @throws IllegalArgumentException where the request can't be met
   * @throws RunException where the run fails
   */
  public static RunSummary run(
      JavaSparkContext sc, RunRequest request, Budget budget, RunListener listener)
      throws RunException {
    SparkRunner runner = new SparkRunner(sc, request, budget, listener);
    return runner.guarded(runner::run);
  }

  private interface Step<T> {
    T run() throws IOException, RunException, ExecutionException;
  }

  /** Whatever Spark throws becomes one line; what the caller did wrong passes. */
  private <T> T guarded(Step<T> step) throws RunException {
    ExecutorWatch watch = ExecutorWatch.over(sc);
    try {
      return step.run();
    } catch (IllegalArgumentException | RunException e) {
      throw e;
    } catch (IOException e) {
      throw new RunException(Failures.describe(e), e);
    } catch (Exception e) {
      // Spark is written in Scala and throws checked exceptions without saying so.
      throw watch.reason().orElseGet(() -> Failures.of(e));
    } finally {
      watch.close();
      configuration.unpersist();
    }
  }

  private RunSummary run() throws IOException, RunException, ExecutionException {
    Path output = outputToWrite();
    Optional<Unfinished> unfinished = unfinished(output);
    Prepared prepared = prepare(unfinished);
    long listed = System.nanoTime() - start;
    prepared.kind().notes().forEach(this::note);
    listener.planned(prepared.plan());

    String digest = prepared.kind().digest();
    Begun begun = begun(prepared, Fingerprint.of(request, digest));
    if (unfinished.isPresent()) {
      unfinished.get().check(storage, request, begun, prepared.files());
      prepared = prepared.cutAt(unfinished.get().begun().cuts());
      begun = unfinished.get().begun().by(Begun.Driver.current());
    }
    String run = UUID.randomUUID().toString();
    Staging staging = begin(output, run, begun, prepared, unfinished);
    List<PartResult> finished;
    List<PartResult> results;
    try {
      finished = finished(staging, prepared);
      results = compute(prepared, staging, run, finished);
      long rejected = count(prepared.plan(), results);
      long written = prepared.plan().records() - rejected;
      commit(staging, results, Manifest.of(prepared.kind(), written, rejected), output);
    } catch (Throwable e) {
      // Anything at all: a run that doesn't end in a commit leaves nothing, but for one that
      // resumes.
      if (staging.end(e)) {
        note("what is finished stays: --resume goes on from there");
      }
      throw e;
    }
    tidy(staging);
    return summary(prepared, results, finished.size(), Storage.name(output), digest, listed);
  }

  private Path outputToWrite() throws IOException, RunException {
    Path output = storage.resolve(request.output().path());
    if (output.getParent() != null) {
      try {
        Staging.restoreOld(storage, output);
      } catch (IOException e) {
        throw cantWrite(output, e);
      }
    }
    return Staging.check(storage, request.output());
  }

  /** The run that this one takes up, where it was told to and there is one. */
  private Optional<Unfinished> unfinished(Path output) throws IOException {
    List<Unfinished> found = Unfinished.find(storage, output);
    if (found.isEmpty() || request.output().restart().resumes()) {
      return found.stream().findFirst();
    }
    Unfinished last = found.get(0);
    if (!last.begun().driver().runs()) {
      note(
          "an earlier run did not end (--resume takes it up, deleting its folder forgets it):"
              + " folder="
              + Storage.name(last.folder()));
    }
    return Optional.empty();
  }

  private Prepared prepare(Optional<Unfinished> unfinished) throws IOException, RunException {
    if (unfinished.isEmpty()) {
      return Prepared.of(sc, configuration, request, budget);
    }
    Unfinished earlier = unfinished.get();
    return Prepared.of(sc, configuration, request.cutAs(earlier.grid()), budget);
  }

  private Begun begun(Prepared prepared, Fingerprint fingerprint) {
    return new Begun(
        fingerprint.values(),
        prepared.plan().grid().toString(),
        prepared.cuts(),
        Arrays.stream(prepared.kind().columns())
            .map(column -> column.name() + Arrays.toString(column.extents()))
            .collect(Collectors.joining(", ")),
        Begun.Driver.current());
  }

  private Staging begin(
      Path output, String run, Begun begun, Prepared prepared, Optional<Unfinished> unfinished)
      throws RunException {
    try {
      Staging staging =
          unfinished.isPresent()
              ? Staging.takeOver(storage, output, request.output(), run, unfinished.get())
              : Staging.begin(storage, output, request.output(), run);
      try {
        InputLedger.write(storage, staging.folder(), prepared.files());
        begun.write(storage, staging.folder());
      } catch (IOException e) {
        staging.end(e);
        throw e;
      }
      return staging;
    } catch (IOException e) {
      throw cantWrite(output, e);
    }
  }

  /** The parts that an earlier run has finished, and whose files are whole. */
  private List<PartResult> finished(Staging staging, Prepared prepared) throws IOException {
    int parts = prepared.plan().grid().images();
    List<PartResult> recorded = new ArrayList<>();
    for (PartResult part : FinishedParts.read(storage, staging.folder()).values()) {
      if (request.output().restart() != Restart.RESUME_AND_RETRY || part.rejects().isEmpty()) {
        recorded.add(staging.located(part, parts));
      }
    }
    List<PartResult> finished = FinishedParts.verified(sc, configuration, recorded);
    if (staging.placed() && finished.size() < parts) {
      staging.forgetPlacing();
      finished = List.of();
    }
    FinishedParts.forget(storage, staging.folder(), finished);
    return finished;
  }

  private static void commit(
      Staging staging, List<PartResult> results, byte[] manifest, Path output) throws RunException {
    try {
      staging.commit(results, manifest);
    } catch (IOException e) {
      throw cantWrite(output, e);
    }
  }

  /** Computes the parts that are missing; the results of all. */
  private List<PartResult> compute(
      Prepared prepared, Staging staging, String run, List<PartResult> finished)
      throws ExecutionException {
    RunPlan plan = prepared.plan();
    Set<Integer> done = finished.stream().map(PartResult::imagePart).collect(Collectors.toSet());
    List<Unit> units =
        prepared.units().stream().filter(unit -> !done.contains(unit.imagePart())).toList();
    List<PartResult> results = new ArrayList<>(finished);
    if (units.isEmpty()) {
      return results;
    }
    RunSettings settings =
        new RunSettings(
            prepared.kind().operation(),
            Prepared.reading(request),
            request.onError(),
            plan.grid(),
            plan.inSteps(),
            prepared.kind().columns(),
            request.output().format(),
            request.output().compression(),
            Storage.name(staging.attempts()));
    Broadcast<SharedRun> shared = sc.broadcast(new SharedRun(settings));
    prepared.kind().handOver(sc.isLocal() ? Optional.of(shared.value()) : Optional.empty());
    PartJobs jobs = new PartJobs(sc, plan, units);
    ProgressListener progress =
        new ProgressListener(listener, plan, prepared.cuts(), run, jobs.jobs(), finished);
    TaskClock clock = new TaskClock(run);
    sc.sc().addSparkListener(progress);
    sc.sc().addSparkListener(clock);
    try {
      results.addAll(jobs.run(run, new UnitTasks(shared, configuration)));
      progress.finish();
      tasks = figures(clock);
    } finally {
      sc.sc().removeSparkListener(progress);
      sc.sc().removeSparkListener(clock);
      shared.destroy();
    }
    results.sort(Comparator.comparingInt(PartResult::imagePart));
    return results;
  }

  /** Spark tells its listeners a moment after the results are there. */
  private TaskFigures figures(TaskClock clock) {
    try {
      sc.sc().listenerBus().waitUntilEmpty(MOST_LATE);
    } catch (TimeoutException e) {
      note("Spark is slow to tell how long tasks took, so the overhead is not known");
      return TaskFigures.NONE;
    }
    return clock.figures();
  }

  /** Holds what came out against what went in, and returns the number of rejects. */
  private static long count(RunPlan plan, List<PartResult> results) throws RunException {
    long written = results.stream().mapToLong(PartResult::written).sum();
    long rejected = results.stream().mapToLong(PartResult::rejected).sum();
    if (written + rejected != plan.records()) {
      throw new RunException(
          "records were lost, nothing is committed: in="
              + plan.records()
              + ", out="
              + written
              + ", rejected="
              + rejected);
    }
    if (written == 0) {
      String reason = rejects(results).keySet().iterator().next();
      throw new RunException(
          "every record was rejected: records=" + rejected + ", most often because: " + reason);
    }
    return rejected;
  }

  private static Map<String, Long> rejects(List<PartResult> results) {
    Map<String, Long> counts = new HashMap<>();
    for (PartResult result : results) {
      result.rejects().forEach((reason, count) -> counts.merge(reason, count, Long::sum));
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private RunSummary summary(
      Prepared prepared,
      List<PartResult> results,
      int takenOver,
      String output,
      String digest,
      long listed) {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      long nanos = results.stream().mapToLong(result -> result.nanos()[phase.ordinal()]).sum();
      phases.put(phase, Duration.ofNanos(phase == Phase.LIST ? listed : nanos));
    }
    return new RunSummary(
        prepared.plan(),
        output,
        results.stream().mapToLong(PartResult::written).sum(),
        rejects(results),
        phases,
        results.stream()
            .map(PartResult::memory)
            .max(Comparator.comparingLong(TaskMemory::total))
            .orElse(TaskMemory.NONE),
        Duration.ofNanos(System.nanoTime() - start),
        // Of parts that were taken over Spark knows nothing.
        Duration.ofNanos(takenOver > 0 ? 0 : (long) (tasks.seconds() * 1e9)),
        tasks,
        results.stream().mapToLong(PartResult::bytes).sum(),
        (int) results.stream().filter(result -> !result.file().isEmpty()).count(),
        takenOver,
        digest,
        List.copyOf(notes));
  }

  /** The output is whole by now: what can't be removed is said, and fails nothing. */
  private void tidy(Staging staging) {
    try {
      staging.tidy();
    } catch (IOException e) {
      note("a folder of this run is left behind: cause=" + Failures.describe(e));
    }
  }

  private void note(String sentence) {
    notes.add(sentence);
    listener.note(sentence);
  }

  private static RunException cantWrite(Path output, IOException e) {
    return new RunException(
        "output can't be written: path=" + Storage.name(output) + ", cause=" + Failures.describe(e),
        e);
  }
}
