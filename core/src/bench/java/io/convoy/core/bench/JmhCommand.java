package io.convoy.core.bench;

import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times kernels on specs by JMH, each in a JVM of its own, and the FMA peak in the same run; shows
 * that a run allocates nothing.
 */
@Command(
    name = "jmh",
    description = "Times one kernel on one spec by JMH, beside the FMA peak.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class JmhCommand implements Callable<Integer> {
  @Option(
      names = "--spec",
      paramLabel = "LINE",
      description = "Problems in benchdnn's notation; ${DEFAULT-VALUE} unless given.",
      defaultValue = "ic64ih56oc64oh56kh3ph1")
  private List<String> specs;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "Kernels' names, or auto.",
      defaultValue = "auto")
  private List<String> algorithms;

  @Option(names = "--forks", defaultValue = "1", description = "JVMs a figure, 1 unless given.")
  private int forks;

  @Override
  public Integer call() throws RunnerException {
    for (String spec : specs) {
      for (String algorithm : algorithms) {
        ConvKernels.choose(ConvSpec.parse(spec), algorithm);
      }
    }
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(PeakBenchmark.class.getName() + ".peak")
                    .include(ConvBenchmark.class.getName() + ".conv")
                    .param("spec", specs.toArray(String[]::new))
                    .param("algorithm", algorithms.toArray(String[]::new))
                    .forks(forks)
                    .shouldFailOnError(true)
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    print(results);
    return 0;
  }

  private static void print(Collection<RunResult> results) {
    List<RunResult> convs = new ArrayList<>();
    double peak = Double.NaN;
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().startsWith(PeakBenchmark.class.getName())) {
        peak = FmaPeak.gflops(result.getPrimaryResult().getScore());
      } else {
        convs.add(result);
      }
    }
    System.out.printf(Locale.ROOT, "%nFMA peak of one core: %.1f GFLOP/s%n", peak);
    for (RunResult conv : convs) {
      ConvSpec spec = ConvSpec.parse(conv.getParams().getParam("spec"));
      String algorithm = ConvKernels.choose(spec, conv.getParams().getParam("algorithm")).name();
      double millis = conv.getPrimaryResult().getScore();
      double gflops = Problem.flops(spec) / millis / 1e6;
      System.out.printf(
          Locale.ROOT,
          "%s  %s: %.4f ms, %.1f GFLOP/s, %.1f %% of the peak, %.3f bytes allocated a run%n",
          spec,
          algorithm,
          millis,
          gflops,
          100 * gflops / peak,
          allocated(conv));
    }
  }

  private static double allocated(RunResult result) {
    Result<?> perRun = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return perRun == null ? Double.NaN : perRun.getScore();
  }
}
