package io.convoy.job.execute;

import java.util.List;

/**
 * How the tasks of a run went, as Spark saw them from outside. Each unit of work counts once, by
 * the first attempt whose result was there; all other attempts are time that was lost.
 *
 * @param executors who did the work
 * @param computing the tasks that compute
 * @param joining the tasks that join pieces, where records are cut
 * @param retries attempts after the first, but for copies
 * @param copies attempts that speculation started
 * @param lostSeconds of attempts that failed, were killed or came second, or whose executor was
 *     lost with what they had made
 * @param shuffledBytes that the attempts which counted wrote for others
 */
public record TaskFigures(
    List<Executor> executors,
    Spread computing,
    Spread joining,
    int retries,
    int copies,
    double lostSeconds,
    long shuffledBytes) {
  /** Of a run without tasks. */
  static final TaskFigures NONE = new TaskFigures(List.of(), Spread.NONE, Spread.NONE, 0, 0, 0, 0);

  /**
   * What one executor did.
   *
   * @param id as Spark names it
   * @param host where it ran
   * @param units tasks whose results counted
   * @param seconds that they took
   */
  public record Executor(String id, String host, int units, double seconds) {}

  /**
   * How long tasks of one kind took, in seconds.
   *
   * @param tasks how many
   * @param ninetieth what nine in ten did not exceed
   * @param stragglers those that took more than twice the median
   */
  public record Spread(
      int tasks, double least, double median, double ninetieth, double most, int stragglers) {
    static final Spread NONE = new Spread(0, 0, 0, 0, 0, 0);

    private static final int STRAGGLES = 2;

    static Spread of(List<Double> seconds) {
      if (seconds.isEmpty()) {
        return NONE;
      }
      List<Double> sorted = seconds.stream().sorted().toList();
      int tasks = sorted.size();
      double median = sorted.get(tasks / 2);
      return new Spread(
          tasks,
          sorted.get(0),
          median,
          sorted.get(Math.min(tasks - 1, tasks * 9 / 10)),
          sorted.get(tasks - 1),
          (int) sorted.stream().filter(each -> each > STRAGGLES * median).count());
    }
  }

  /** Seconds of all tasks whose results counted. */
  double seconds() {
    return executors.stream().mapToDouble(Executor::seconds).sum();
  }
}
