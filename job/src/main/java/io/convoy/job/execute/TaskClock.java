package io.convoy.job.execute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.Success$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;

/**
 * What the tasks of one run took, as Spark sees it from outside: what the phases that tasks charge
 * by themselves don't add up to is overhead.
 *
 * <p>Listens to the end of each attempt. Sums that Spark keeps itself, its accumulators, count the
 * work of an executor that was lost a second time.
 */
final class TaskClock extends SparkListener {
  private final String run;
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> counted = new HashSet<>();
  private final Set<Long> begun = new HashSet<>();
  private final Map<String, TaskFigures.Executor> executors = new HashMap<>();
  private final Map<String, List<Double>> secondsByType = new TreeMap<>();
  private int retries;
  private int copies;
  private double lostSeconds;
  private long shuffledBytes;

  TaskClock(String run) {
    this.run = run;
  }

  /** What has ended so far. */
  synchronized TaskFigures figures() {
    List<TaskFigures.Executor> shares = new ArrayList<>(executors.values());
    shares.sort(
        Comparator.comparingInt((TaskFigures.Executor each) -> each.id().length())
            .thenComparing(TaskFigures.Executor::id));
    List<Double> mapping = secondsByType.getOrDefault("ShuffleMapTask", List.of());
    List<Double> ending = secondsByType.getOrDefault("ResultTask", List.of());
    return new TaskFigures(
        List.copyOf(shares),
        TaskFigures.Spread.of(mapping.isEmpty() ? ending : mapping),
        mapping.isEmpty() ? TaskFigures.Spread.NONE : TaskFigures.Spread.of(ending),
        retries,
        copies,
        lostSeconds,
        shuffledBytes);
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
    if (!stages.contains(end.stageId())) {
      return;
    }
    TaskInfo task = end.taskInfo();
    // A stage that runs again keeps its number, and its tasks theirs.
    long unit = ((long) end.stageId() << 32) | task.index();
    if (task.speculative()) {
      copies++;
    } else if (!begun.add(unit)) {
      retries++;
    }
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null && end.reason() == Success$.MODULE$ && counted.add(unit)) {
      count(end.taskType(), task, metrics);
    } else {
      lostSeconds += task.duration() / 1e3;
    }
  }

  private void count(String type, TaskInfo task, TaskMetrics metrics) {
    long millis =
        metrics.executorDeserializeTime()
            + metrics.executorRunTime()
            + metrics.resultSerializationTime();
    double seconds = millis / 1e3;
    executors.merge(
        task.executorId(),
        new TaskFigures.Executor(task.executorId(), task.host(), 1, seconds),
        (one, other) ->
            new TaskFigures.Executor(
                one.id(),
                one.host(),
                one.units() + other.units(),
                one.seconds() + other.seconds()));
    secondsByType.computeIfAbsent(type, kind -> new ArrayList<>()).add(seconds);
    shuffledBytes += metrics.shuffleWriteMetrics().bytesWritten();
  }
}
