package io.convoy.job.execute;

import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs one convolution layer over a data set on Spark. */
public final class SparkRunner {
  private SparkRunner() {}

  /**
   * Plans a run, and runs nothing but the reading of headers.
   *
   * @throws IllegalArgumentException where the request can't be met: a missing path, weights that
   *     don't fit
   * @throws RunException where a file can't be read
   */
  public static ConvPlan plan(JavaSparkContext sc, ConvRequest request) throws RunException {
    throw new RunException("not built yet");
  }

  /**
   * Runs: afterwards the output is there, whole, or nothing has changed.
   *
   * @throws IllegalArgumentException where the request can't be met
   * @throws RunException where the run fails
   */
  public static RunSummary run(JavaSparkContext sc, ConvRequest request, RunListener listener)
      throws RunException {
    throw new RunException("not built yet");
  }
}
