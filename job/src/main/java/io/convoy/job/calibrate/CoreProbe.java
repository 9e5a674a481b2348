package io.convoy.job.calibrate;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.Padding;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.cost.ConvFigures;
import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Machine;
import io.convoy.core.simd.PeakMicroKernel;
import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.execute.MapPooling;
import io.convoy.job.execute.RunException;
import io.convoy.job.plan.LayerFigures;
import io.convoy.job.plan.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Measures the arithmetic of a core and the memory behind it. */
final class CoreProbe {
  /** Short runs and many of them: a loop compiled while it runs may keep its sums as objects. */
  private static final int PEAK_STEPS = 400;

  private static final int PEAK_RUNS = 50;

  /**
   * Multiply-adds a second that compiled vector code exceeds on every processor, and interpreted
   * code on none: as long as it is slower, the compiler has not come to it yet.
   */
  private static final double COMPILED = 2e9;

  /** How long the compiler may take on a machine that others keep busy. */
  private static final long COMPILING_NANOS = Duration.ofSeconds(10).toNanos();

  /** Measurements in which it must be compiled, whatever the clock says. */
  private static final int LEAST_TRIES = 50;

  /** Half of the smallest second cache that servers have today, source and target together. */
  private static final int CACHED_FLOATS = 32 << 10;

  /** Far more than any cache, source and target together. */
  private static final int UNCACHED_FLOATS = 12 << 20;

  /** Between these lie a kernel's slowness against the peak, and the ends of its sums. */
  private static final double LEAST_FIGURE = 0.5;

  private static final double MOST_FIGURE = 20_000;
  private static final int HALVINGS = 40;

  /** After so many nothing changes any more. */
  private static final int ROUNDS = 4;

  private static final int MAP = 56;
  private static final int CHANNELS = 64;

  private final Effort effort;

  /** What the peak's loop computed; kept, so that it is computed. */
  private volatile float kept;

  CoreProbe(Effort effort) {
    this.effort = effort;
  }

  Machine.Core measure() throws RunException {
    int cores = Runtime.getRuntime().availableProcessors();
    double peak = peak();
    return new Machine.Core(
        cores,
        Simd.bits(),
        peak,
        cores == 1 ? 1 : Math.min(1, peakOfEach(cores) / peak),
        copied(CACHED_FLOATS),
        copied(UNCACHED_FLOATS),
        laidOut(),
        pooled(Pool.AVG),
        pooled(Pool.MAX),
        Machine.Ends.TYPICAL,
        Map.of());
  }

  /** A layer that was run alone. */
  private record Run(ConvSpec spec, String algorithm, double seconds) {}

  /**
   * The machine's core, with what its kernels reach of the peak and what lies around their sums:
   * figures by which the model says the seconds that were measured. Layers of many channels tell
   * the former, in whose time the ends hardly show, layers of few the latter; so one after the
   * other is fitted, until they agree. All have weights that stay in the second cache. Winograd's
   * products are panels as the direct kernel's are, and reach what those reach: its transforms are
   * what its layer takes beside them.
   */
  Machine.Core withKernels(Machine machine) {
    List<Run> many =
        List.of(
            run(ConvSpec.parse("ic64ih56oc64kh3sh2ph1"), "direct"),
            run(ConvSpec.parse("ic256ih28oc128kh1"), "pointwise"),
            run(ConvSpec.parse("g128ic128ih56oc128kh3ph1"), "depthwise"),
            run(ConvSpec.parse("g32ic128ih28oc128kh3ph1"), "grouped"));
    Run reference = run(ConvSpec.parse("ic8ih28oc8kh3ph1"), "reference");
    Run points = run(ConvSpec.parse("ic3ih112oc16kh1"), "pointwise");
    Run windows = run(ConvSpec.parse("ic3ih112oc16kh3ph1"), "direct");
    Run patches = run(ConvSpec.parse("ic64ih56oc64kh3ph1"), "winograd");
    Machine.Core core = machine.core();
    for (int round = 0; round < ROUNDS; round++) {
      Machine.Ends ends = core.ends();
      Map<String, Double> shares = new TreeMap<>();
      for (Run run : Stream.concat(many.stream(), Stream.of(reference)).toList()) {
        double slowness =
            fitted(
                run,
                machine,
                core,
                (figure, known) -> known.with(ends, Map.of(run.algorithm(), 1 / figure)));
        // No loop is faster than the peak: what is left over, the ends around it take.
        shares.put(run.algorithm(), 1 / Math.max(1, slowness));
      }
      shares.put("winograd", shares.get("direct"));
      core = core.with(ends, shares);
      double pixel =
          fitted(
              points,
              machine,
              core,
              (figure, known) ->
                  known.with(new Machine.Ends(figure, ends.windowRow(), ends.patch()), shares));
      core = core.with(new Machine.Ends(pixel, ends.windowRow(), ends.patch()), shares);
      double windowRow =
          fitted(
              windows,
              machine,
              core,
              (figure, known) -> known.with(new Machine.Ends(pixel, figure, ends.patch()), shares));
      core = core.with(new Machine.Ends(pixel, windowRow, ends.patch()), shares);
      double patch =
          fitted(
              patches,
              machine,
              core,
              (figure, known) -> known.with(new Machine.Ends(pixel, windowRow, figure), shares));
      core = core.with(new Machine.Ends(pixel, windowRow, patch), shares);
    }
    return core;
  }

  private Run run(ConvSpec spec, String algorithm) {
    return new Run(spec, algorithm, seconds(spec, algorithm));
  }

  /** A core with a figure in the place of one that it had. */
  private interface Figure {
    Machine.Core of(double figure, Machine.Core known);
  }

  /**
   * The figure at which the model would have said the seconds that were measured. It is searched
   * for, since it makes only part of the time.
   *
   * @param figure which one; a larger one is more time
   */
  private static double fitted(Run run, Machine machine, Machine.Core core, Figure figure) {
    double low = LEAST_FIGURE;
    double high = MOST_FIGURE;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = Math.sqrt(low * high);
      if (predicted(run, machine, figure.of(middle, core)) < run.seconds()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** What the model says but for memory: one layer again and again finds its numbers in caches. */
  private static double predicted(Run run, Machine machine, Machine.Core core) {
    Machine other =
        new Machine(
            machine.processor(),
            machine.quick(),
            core,
            machine.images(),
            machine.files(),
            machine.starts());
    CostModel model = new CostModel(other);
    ConvFigures layer = LayerFigures.of(run.spec(), run.algorithm());
    long numbers = layer.inputNumbers() + layer.outputNumbers();
    // Of endlessly many images, the weights' way from memory is no part.
    return model.kernelSeconds(layer, Integer.MAX_VALUE)
        - model.movedSeconds(Float.BYTES * numbers);
  }

  private double seconds(ConvSpec spec, String algorithm) {
    ConvOptions options =
        new ConvOptions(
            spec.groups(),
            spec.height().stride(),
            spec.width().stride(),
            Padding.of(
                spec.height().padBefore(),
                spec.width().padBefore(),
                spec.height().padBefore(),
                spec.width().padBefore()),
            1,
            1,
            spec.activation());
    Filter filter = Filter.of(Tensor.zeros(spec.weightsShape()));
    PreparedConv conv =
        new ConvLayer(filter, options, algorithm)
            .prepare(1, spec.height().input(), spec.width().input());
    Block input = block(spec.inputShape());
    Block output = block(spec.outputShape());
    float[] scratchpad = new float[conv.scratchpadFloats()];
    return effort.seconds(() -> conv.run(input, output, conv.spec().whole(), scratchpad));
  }

  /**
   * @throws RunException where the compiler doesn't come to it, so that nothing that is measured
   *     here would be true
   */
  private double peak() throws RunException {
    long begun = System.nanoTime();
    double peak = peakSoFar();
    for (int tries = 1; peak < COMPILED; tries++) {
      // Tries count too: a process that others stop for a while has not had its time.
      if (tries >= LEAST_TRIES && System.nanoTime() - begun > COMPILING_NANOS) {
        throw new RunException(
            String.format(
                Locale.ROOT,
                "the machine is too busy to be measured, try again when less runs on it:"
                    + " multiply-adds a second=%.1e, of compiled code more than %.0e",
                peak,
                COMPILED));
      }
      peak = peakSoFar();
    }
    return peak;
  }

  private double peakSoFar() {
    double multiplyAdds = PEAK_RUNS * PeakMicroKernel.flops(PEAK_STEPS) / 2;
    return multiplyAdds / effort.seconds(this::runPeak);
  }

  private void runPeak() {
    for (int i = 0; i < PEAK_RUNS; i++) {
      kept = PeakMicroKernel.run(PEAK_STEPS);
    }
  }

  /** The peak of one core while all have it. */
  private double peakOfEach(int cores) throws RunException {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Callable<Double>> peaks = new ArrayList<>();
      for (int core = 0; core < cores; core++) {
        peaks.add(this::peak);
      }
      double sum = 0;
      for (Future<Double> peak : threads.invokeAll(peaks)) {
        sum += peak.get();
      }
      return sum / cores;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the calibration was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RunException busy) {
        throw busy;
      }
      throw new IllegalStateException("arithmetic can't fail", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private double copied(int floats) {
    float[] from = new float[floats];
    float[] to = new float[floats];
    return (double) Float.BYTES
        * floats
        / effort.seconds(() -> System.arraycopy(from, 0, to, 0, floats));
  }

  private double laidOut() {
    Tensor record = Tensor.zeros(Shape.of(CHANNELS, MAP, MAP));
    Block block = block(Shape.of(1, CHANNELS, MAP, MAP));
    return CHANNELS * MAP * MAP / effort.seconds(() -> Reorder.copy(record, block));
  }

  private double pooled(Pool pool) {
    Block map = block(Shape.of(1, CHANNELS, MAP, MAP));
    return CHANNELS * MAP * MAP / effort.seconds(() -> MapPooling.rows(map, pool));
  }

  private static Block block(Shape shape) {
    return Reorder.toBlock(Tensor.zeros(shape));
  }
}
