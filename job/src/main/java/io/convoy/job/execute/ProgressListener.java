package io.convoy.job.execute;

import io.convoy.job.plan.RunPlan;
import io.convoy.job.serde.PartResult;
import io.convoy.job.serde.Unit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Counts the finished tasks of one run. A task that is retried, copied by speculation or run again
 * because its executor was lost counts once.
 */
final class ProgressListener extends SparkListener {
  private final String run;
  private final RunListener listener;
  private final long[] cuts;
  private final boolean shuffles;
  private final int allTasks;
  private final List<int[]> jobs;
  private final Map<Integer, int[]> stages = new HashMap<>();
  private final Map<Integer, Set<Integer>> done = new HashMap<>();
  private int tasks;
  private long records;
  private boolean finished;

  /**
   * @param cuts first record of each image part, and the number of records
   * @param jobs the units of each job, one a task
   * @param before parts that an earlier run has finished
   */
  ProgressListener(
      RunListener listener,
      RunPlan plan,
      long[] cuts,
      String run,
      List<List<Unit>> jobs,
      List<PartResult> before) {
    this.run = run;
    this.listener = listener;
    this.cuts = cuts;
    this.shuffles = plan.shuffles();
    this.allTasks = plan.tasks();
    this.jobs = jobs.stream().map(this::partOfEachWriter).toList();
    for (PartResult part : before) {
      records += cuts[part.imagePart() + 1] - cuts[part.imagePart()];
    }
    this.tasks = allTasks - jobs.stream().mapToInt(this::tasks).sum();
  }

  /** The run is done: tells so, and nothing that Spark reports late. */
  synchronized void finish() {
    finished = true;
    long all = cuts[cuts.length - 1];
    listener.progress(new Progress(allTasks, allTasks, all, all));
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    Properties properties = job.properties();
    if (properties != null && run.equals(properties.getProperty(PartJobs.RUN))) {
      int[] parts = jobs.get(Integer.parseInt(properties.getProperty(PartJobs.JOB)));
      for (scala.collection.Iterator<Object> ids = job.stageIds().iterator(); ids.hasNext(); ) {
        stages.put((Integer) ids.next(), parts);
      }
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    int[] parts = stages.get(end.stageId());
    if (finished || parts == null || end.reason() != Success$.MODULE$) {
      return;
    }
    int partition = end.taskInfo().index();
    if (!done.computeIfAbsent(end.stageId(), stage -> new HashSet<>()).add(partition)) {
      return;
    }
    tasks++;
    // The other tasks of a run send what they compute through the shuffle.
    if (end.taskType().equals("ResultTask")) {
      records += cuts[parts[partition] + 1] - cuts[parts[partition]];
    }
    listener.progress(new Progress(tasks, allTasks, records, cuts[cuts.length - 1]));
  }

  private int tasks(List<Unit> job) {
    return job.size() + (shuffles ? partOfEachWriter(job).length : 0);
  }

  /** The part that each task writes which writes any. */
  private int[] partOfEachWriter(List<Unit> job) {
    return shuffles
        ? job.stream().mapToInt(Unit::imagePart).distinct().sorted().toArray()
        : job.stream().mapToInt(Unit::imagePart).toArray();
  }
}
