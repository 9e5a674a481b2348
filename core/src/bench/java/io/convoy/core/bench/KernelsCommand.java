package io.convoy.core.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.convoy.core.bench.Contest.Runner;
import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times every layer of some lists beside oneDNN, both in one process and in turn.
 *
 * <p>First every layer is run for a moment, so that the compiler has seen all of them before any is
 * timed, as it has in a network's later images. Then, layer by layer: both answers are compared,
 * our side is warmed up again, and samples of both are taken in turn.
 */
@Command(
    name = "kernels",
    description = "Times every layer of some lists, beside oneDNN.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class KernelsCommand implements Callable<Integer> {
  /** Far above what any order of summing does, far below any mistake. */
  private static final double LARGEST_ERROR = 1e-4;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private enum PeerName {
    ONEDNN
  }

  @Option(
      names = "--layers",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Layer lists, one layer a line in benchdnn's notation.")
  private List<Path> files;

  @Option(names = "--peer", description = "Whom to compare with: ${COMPLETION-CANDIDATES}.")
  private PeerName peer;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads of each side, 1 unless given. With more, NCHW is not timed.")
  private int threads;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      description = "Images of a batch, instead of the line's mb, or of 8 where it has none.")
  private List<Integer> batches = List.of();

  @Option(names = "--algorithm", defaultValue = "auto", description = "A kernel's name, or auto.")
  private String algorithm;

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only layers of such a name, conv4_* for instance.")
  private String only = "*";

  @Option(names = "--quick", description = "Fewer and shorter samples: not to be quoted.")
  private boolean quick;

  @Option(
      names = "--output",
      defaultValue = "${sys:convoy.bench.output:-target/bench}",
      hidden = true,
      description = "Folder of kernels.json and machine.json.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    ConvKernels.checkName(algorithm);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: threads=" + threads);
    }
    List<Layer> layers = layers();
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    Files.createDirectories(output);
    MachineFacts machine = MachineFacts.collect(FmaPeak.measure(effort));
    JSON.writeValue(output.resolve("machine.json").toFile(), machine);
    System.out.println(machine);

    for (Layer layer : layers) {
      Problem problem = Problem.random(layer.spec().withImages(1));
      try (ConvoyConv ours = new ConvoyConv(problem, algorithm, 1)) {
        Contest.warmUp(ours::run, effort.warmUpMillis / 10);
      }
    }
    ResultTable table = new ResultTable(System.out);
    table.header();
    List<KernelResult> results = new ArrayList<>();
    for (Layer layer : layers) {
      for (int batch : batchesOf(layer)) {
        KernelResult result = measure(layer, layer.spec().withImages(batch), effort);
        table.row(result);
        results.add(result);
        // Written each time, so that a run that is stopped leaves what it found.
        JSON.writeValue(output.resolve("kernels.json").toFile(), results);
      }
    }
    table.means(layers, results);
    return 0;
  }

  private List<Layer> layers() throws IOException {
    Pattern wanted =
        Pattern.compile(
            only.chars()
                .mapToObj(
                    c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
    List<Layer> layers = new ArrayList<>();
    for (Path file : files) {
      layers.addAll(Layer.read(file));
    }
    layers.removeIf(layer -> !wanted.matcher(layer.name()).matches());
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "there must be a layer to measure: layers=" + files + ", only=" + only);
    }
    return layers;
  }

  private List<Integer> batchesOf(Layer layer) {
    return batches.isEmpty() ? List.of(layer.batch().orElse(8)) : batches;
  }

  private KernelResult measure(Layer layer, ConvSpec spec, Effort effort) {
    Problem problem = Problem.random(spec);
    System.gc(); // The last layer's arrays go now, not in the middle of a sample.
    try (ConvoyConv ours = new ConvoyConv(problem, algorithm, threads);
        OneDnnConv theirs = peer == null ? null : OneDnnConv.unlessRefused(problem)) {
      double error = compare(layer, ours, theirs);
      Contest.warmUp(ours::run, effort.warmUpMillis);
      Contest.warmUp(ours::runPlain, effort.warmUpMillis / 10);

      Map<Runner, Runnable> runners = new EnumMap<>(Runner.class);
      runners.put(Runner.FMA_PEAK, new FmaPeak());
      runners.put(Runner.OURS, ours::run);
      if (theirs != null) {
        runners.put(Runner.PEER, theirs::run);
      }
      if (threads == 1) {
        runners.put(Runner.OURS_NCHW, ours::runPlain);
        if (theirs != null) {
          runners.put(Runner.PEER_NCHW, theirs::runPlain);
        }
      }
      Map<Runner, Double> millis = Contest.medians(runners, effort);
      return new KernelResult(
          layer,
          spec.images(),
          threads,
          ours.algorithm(),
          theirs == null ? null : theirs.implementation(),
          error,
          Problem.flops(spec),
          millis);
    }
  }

  /** The largest relative error; no time is worth knowing where it is large. */
  private static double compare(Layer layer, ConvoyConv ours, OneDnnConv theirs) {
    double error;
    if (theirs == null) {
      error = ours.errorOnOneRow();
    } else {
      ours.runPlain();
      theirs.runPlain();
      error = Difference.relative(ours.plainOutput(), theirs.plainOutput());
    }
    if (!(error <= LARGEST_ERROR)) {
      throw new IllegalStateException(
          "both sides must give the same answer: largest difference over largest magnitude="
              + error
              + ", allowed="
              + LARGEST_ERROR
              + ", algorithm="
              + ours.algorithm()
              + ", spec="
              + layer.line());
    }
    return error;
  }
}
