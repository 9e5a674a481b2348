package io.convoy.core.bench;

import io.convoy.core.conv.ConvKernel;
import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Our side of a comparison: a problem, prepared, with its blocks and threads. */
final class ConvoyConv implements AutoCloseable {
  private final Problem problem;
  private final PreparedConv prepared;
  private final Block input;
  private final Block output;
  private final Tensor plainOutput;
  private final List<ConvSlice> parts;
  private final float[][] scratchpads;
  private final ThreadTeam team;

  ConvoyConv(Problem problem, String algorithm, int threads) {
    ConvSpec spec = problem.spec();
    ConvKernel kernel = ConvKernels.choose(spec, algorithm);
    this.problem = problem;
    this.prepared = kernel.prepare(spec, problem.filter());
    this.input = Reorder.toBlock(problem.input());
    this.output =
        Block.zeros(
            Range.all(spec.images()),
            Range.all(spec.outputChannels()),
            Range.all(spec.height().output()),
            spec.width().output());
    this.plainOutput = Tensor.zeros(spec.outputShape());
    this.parts = cut(spec, threads);
    this.scratchpads = new float[threads][prepared.scratchpadFloats()];
    this.team = new ThreadTeam(threads, this::runPart);
  }

  /** The kernel that computes it, by name. */
  String algorithm() {
    return prepared.algorithm();
  }

  /** Runs from and to our own layout. */
  void run() {
    team.run();
  }

  /** Runs from and to plain NCHW. */
  void runPlain() {
    Reorder.copy(problem.input(), input);
    team.run();
    Reorder.copy(output, plainOutput);
  }

  /** The output of the last {@link #runPlain}, NCHW; not a copy. */
  float[] plainOutput() {
    return plainOutput.data();
  }

  /** The largest difference to the reference, on one row, over the row's largest magnitude. */
  double errorOnOneRow() {
    ConvSpec spec = problem.spec();
    Range all = Range.all(spec.outputChannels());
    Range row =
        Range.part(spec.height().output(), spec.height().output(), spec.height().output() / 2);
    Range image = new Range(spec.images() - 1, spec.images());
    Block expected = Block.zeros(image, all, row, spec.width().output());
    ConvKernels.choose(spec, "reference")
        .prepare(spec, problem.filter())
        .run(input, expected, new ConvSlice(image, all, row), new float[0]);
    run();
    Difference difference = new Difference();
    for (int ow = 0; ow < spec.width().output(); ow++) {
      for (int oc = 0; oc < spec.outputChannels(); oc++) {
        difference.add(
            output.data()[output.index(image.from(), oc, row.from(), ow)],
            expected.data()[expected.index(image.from(), oc, row.from(), ow)]);
      }
    }
    return difference.relative();
  }

  private void runPart(int i) {
    prepared.run(input, output, parts.get(i), scratchpads[i]);
  }

  /** Cuts where the parts come out most even: images, else rows, else output channels. */
  private static List<ConvSlice> cut(ConvSpec spec, int count) {
    ConvSlice whole = spec.whole();
    int images = spec.images();
    int rows = spec.height().output();
    int channels = spec.outputChannels();
    double byImages = waste(images, count);
    double byRows = waste(rows, count);
    double byChannels = waste(channels, count);
    List<ConvSlice> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (byImages <= byRows && byImages <= byChannels) {
        parts.add(
            new ConvSlice(
                Range.part(images, count, i), whole.outputChannels(), whole.outputRows()));
      } else if (byRows <= byChannels) {
        parts.add(
            new ConvSlice(whole.images(), whole.outputChannels(), Range.part(rows, count, i)));
      } else {
        parts.add(
            new ConvSlice(whole.images(), Range.part(channels, count, i), whole.outputRows()));
      }
    }
    return parts;
  }

  /** How much longer the longest part takes than an even one. */
  private static double waste(int extent, int parts) {
    int longest = Range.part(extent, parts, parts - 1).length();
    return (double) longest * parts / extent;
  }

  @Override
  public void close() {
    team.close();
  }
}
