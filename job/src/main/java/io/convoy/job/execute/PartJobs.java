package io.convoy.job.execute;

import io.convoy.job.plan.Grid;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.serde.PartResult;
import io.convoy.job.serde.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The Spark jobs of a run, which compute the parts that are missing.
 *
 * <p>Where records are not cut, one job does it: each task finishes a part. Where they are, a part
 * is finished by the second stage of its job, which waits for the whole of the first; so the parts
 * go into jobs of a few each, that a driver's death costs no more than the job it hits. All are
 * handed over at once, and Spark gives every free core to the earliest that has a task left: no
 * core waits at the end of a job.
 */
final class PartJobs {
  /** Marks the Spark jobs of a run. */
  static final String RUN = "convoy.run";

  /** Says which of the run's jobs a Spark job is. */
  static final String JOB = "convoy.job";

  /** A job has at least as many tasks as two rounds of the cores. */
  private static final int ROUNDS = 2;

  /** Jobs that Spark holds at once; each costs the driver a stage's state. */
  private static final int MOST_JOBS = 256;

  private final JavaSparkContext sc;
  private final RunPlan plan;
  private final List<List<Unit>> jobs;

  /**
   * @param units those of the missing parts, in any order, all of a part together
   */
  PartJobs(JavaSparkContext sc, RunPlan plan, List<Unit> units) {
    this.sc = sc;
    this.plan = plan;
    this.jobs = plan.shuffles() ? cut(plan.grid(), units, plan.cores()) : List.of(units);
  }

  /** Units of each job, as partitions of it. */
  List<List<Unit>> jobs() {
    return jobs;
  }

  /** Computes; the results in any order. */
  List<PartResult> run(String run, UnitTasks tasks) throws ExecutionException {
    List<JavaFutureAction<List<PartResult>>> running = new ArrayList<>();
    try {
      sc.setLocalProperty(RUN, run);
      for (int job = 0; job < jobs.size(); job++) {
        sc.setLocalProperty(JOB, Integer.toString(job));
        running.add(results(jobs.get(job), tasks).collectAsync());
      }
      List<PartResult> results = new ArrayList<>();
      for (JavaFutureAction<List<PartResult>> each : running) {
        results.addAll(each.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException("the run was interrupted", e);
    } finally {
      sc.setLocalProperty(RUN, null);
      sc.setLocalProperty(JOB, null);
      // After a failure; those that are done don't mind.
      running.forEach(each -> each.cancel(true));
    }
  }

  private JavaRDD<PartResult> results(List<Unit> units, UnitTasks tasks) {
    JavaRDD<Unit> work = sc.parallelize(units, units.size());
    if (!plan.shuffles()) {
      return work.mapPartitions(tasks::computeAndWrite);
    }
    int[] parts = units.stream().mapToInt(Unit::imagePart).distinct().sorted().toArray();
    return work.mapPartitionsToPair(tasks::compute)
        .repartitionAndSortWithinPartitions(new ImagePartitioner(parts))
        .mapPartitions(pieces -> tasks.joinAndWrite(pieces, parts));
  }

  private static List<List<Unit>> cut(Grid grid, List<Unit> units, int cores) {
    Map<Integer, List<Unit>> parts = new LinkedHashMap<>();
    units.forEach(
        unit -> parts.computeIfAbsent(unit.imagePart(), part -> new ArrayList<>()).add(unit));
    int pieces = grid.channels() * grid.rows();
    int least = Math.max(1, ROUNDS * cores / pieces);
    int partsPerJob = Math.max(least, (parts.size() + MOST_JOBS - 1) / MOST_JOBS);
    List<List<Unit>> jobs = new ArrayList<>();
    int taken = partsPerJob;
    for (List<Unit> part : parts.values()) {
      if (taken == partsPerJob) {
        jobs.add(new ArrayList<>());
        taken = 0;
      }
      jobs.get(jobs.size() - 1).addAll(part);
      taken++;
    }
    return jobs;
  }
}
