package io.convoy.job.execute;

import java.util.HashMap;
import java.util.HashSet;
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
  /** Marks the jobs of a run. */
  static final String RUN = "convoy.run";

  private final String run;
  private final RunListener listener;
  private final long[] cuts;
  private final int allTasks;
  private final Set<Integer> stages = new HashSet<>();
  private final Map<Integer, Set<Integer>> done = new HashMap<>();
  private int tasks;
  private long records;
  private boolean finished;

  /**
   * @param cuts first record of each image part, and the number of records
   */
  ProgressListener(String run, RunListener listener, long[] cuts, int allTasks) {
    this.run = run;
    this.listener = listener;
    this.cuts = cuts;
    this.allTasks = allTasks;
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
    if (properties != null && run.equals(properties.getProperty(RUN))) {
      for (scala.collection.Iterator<Object> ids = job.stageIds().iterator(); ids.hasNext(); ) {
        stages.add((Integer) ids.next());
      }
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (finished || !stages.contains(end.stageId()) || end.reason() != Success$.MODULE$) {
      return;
    }
    int partition = end.taskInfo().index();
    if (!done.computeIfAbsent(end.stageId(), stage -> new HashSet<>()).add(partition)) {
      return;
    }
    tasks++;
    // The other tasks of a run send what they compute through the shuffle.
    if (end.taskType().equals("ResultTask")) {
      records += cuts[partition + 1] - cuts[partition];
    }
    listener.progress(new Progress(tasks, allTasks, records, cuts[cuts.length - 1]));
  }
}
