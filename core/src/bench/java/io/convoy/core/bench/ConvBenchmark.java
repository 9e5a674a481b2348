package io.convoy.core.bench;

import io.convoy.core.conv.ConvSpec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One kernel on one spec, from and to our own layout. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvBenchmark {
  private static final double LARGEST_ERROR = 1e-4;

  @Param("ic64ih56oc64oh56kh3ph1")
  public String spec;

  @Param("auto")
  public String algorithm;

  private ConvoyConv conv;

  /** Prepares, and holds the answer to the reference. */
  @Setup
  public void prepare() {
    conv = new ConvoyConv(Problem.random(ConvSpec.parse(spec)), algorithm, 1);
    double error = conv.errorOnOneRow();
    if (!(error <= LARGEST_ERROR)) {
      throw new IllegalStateException(
          "the kernel must give the reference's answer: largest difference over largest magnitude="
              + error
              + ", algorithm="
              + conv.algorithm()
              + ", spec="
              + spec);
    }
    System.out.println("kernel: " + conv.algorithm() + ", error: " + error);
  }

  @Benchmark
  public void conv() {
    conv.run();
  }

  @TearDown
  public void close() {
    conv.close();
  }
}
