package io.convoy.job.chaos;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is done in one run, all of it decided by a seed.
 *
 * @param seed that of the run
 * @param fault what befalls it: consecutive seeds have all of them in turn
 * @param job what is run
 * @param at the share of the job's parts that are finished when the fault strikes
 * @param delay milliseconds that it waits then
 * @param speculation whether Spark starts copies of slow tasks
 */
record ChaosRun(
    long seed, Fault fault, ChaosJob job, double at, int delay, Speculation speculation) {
  private static final int MOST_DELAY = 400;

  enum Speculation {
    ON,
    OFF
  }

  static ChaosRun of(long seed) {
    // Not a Random: of that, the first numbers of neighbouring seeds are much alike.
    SplittableRandom random = new SplittableRandom(seed);
    Fault fault = Fault.values()[(int) Math.floorMod(seed - 1, (long) Fault.values().length)];
    List<ChaosJob> jobs =
        List.of(ChaosJob.values()).stream()
            .filter(job -> job.shuffles() || fault != Fault.DELETE_SHUFFLE_FILE)
            .toList();
    return new ChaosRun(
        seed,
        fault,
        jobs.get(random.nextInt(jobs.size())),
        random.nextDouble(),
        random.nextInt(MOST_DELAY),
        random.nextBoolean() ? Speculation.ON : Speculation.OFF);
  }

  /** The same earlier in the job. */
  ChaosRun earlier() {
    return new ChaosRun(seed, fault, job, at / 2, 0, speculation);
  }
}
