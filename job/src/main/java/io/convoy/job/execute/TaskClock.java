package io.convoy.job.execute;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.Success$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * How long the tasks of one run kept their cores, as Spark sees it from outside: what the phases
 * that tasks charge by themselves don't add up to is overhead.
 */
final class TaskClock extends SparkListener {
  private final String run;
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> counted = new HashSet<>();
  private double seconds;

  TaskClock(String run) {
    this.run = run;
  }

  /** Seconds of all tasks together whose results counted. */
  synchronized double seconds() {
    return seconds;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    Properties properties = job.properties();
    if (properties != null && run.equals(properties.getProperty(PartJobs.RUN))) {
      for (scala.collection.Iterator<Object> ids = job.stageIds().iterator(); ids.hasNext(); ) {
        stages.add((Integer) ids.next());
      }
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    // Of a task that ran again, or twice, the first end counts.
    long partition = ((long) end.stageId() << 32) | end.taskInfo().index();
    if (metrics != null
        && stages.contains(end.stageId())
        && end.reason() == Success$.MODULE$
        && counted.add(partition)) {
      long millis =
          metrics.executorDeserializeTime()
              + metrics.executorRunTime()
              + metrics.resultSerializationTime();
      seconds += millis / 1e3;
    }
  }
}
