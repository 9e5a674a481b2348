package io.convoy.job.execute;

import io.convoy.job.plan.Budget;
import io.convoy.job.plan.MemoryLimit;
import io.convoy.job.plan.Resources;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;

/** What a running Spark has for a run. */
final class SparkResources {
  private SparkResources() {}

  static Resources of(JavaSparkContext sc, Budget budget) {
    if (budget.cluster().isPresent()) {
      return budget.cluster().get().resources(budget);
    }
    int slots = concurrentTasks(sc);
    if (sc.isLocal()) {
      long heap = Runtime.getRuntime().maxMemory();
      MemoryLimit limit = MemoryLimit.ofHeap(heap, slots, "--driver-memory");
      return new Resources(budget.machine(), 1, slots, budget.limit(limit));
    }
    SparkConf conf = sc.getConf();
    int taskCpus = conf.getInt("spark.task.cpus", 1);
    // A standalone executor takes all cores of its worker unless it is told otherwise.
    int cores = Math.min(slots, Math.max(1, conf.getInt("spark.executor.cores", slots) / taskCpus));
    long heap = conf.getSizeAsBytes("spark.executor.memory", "1g");
    MemoryLimit limit = MemoryLimit.ofHeap(heap, cores, "--executor-memory");
    int executors = Math.max(1, slots / cores);
    return new Resources(
        budget.machine(), executors, cores, machines(sc, executors), budget.limit(limit));
  }

  /** Machines of the executors that are there by now; all addresses of the loopback are one. */
  private static int machines(JavaSparkContext sc, int executors) {
    long hosts =
        Arrays.stream(sc.sc().statusTracker().getExecutorInfos())
            .map(SparkExecutorInfo::host)
            .map(host -> host.startsWith("127.") ? "localhost" : host)
            .distinct()
            .count();
    return (int) Math.max(1, Math.min(executors, hosts));
  }

  /** Tasks that run at the same time. */
  static int concurrentTasks(JavaSparkContext sc) {
    return Math.max(1, sc.defaultParallelism() / sc.getConf().getInt("spark.task.cpus", 1));
  }
}
