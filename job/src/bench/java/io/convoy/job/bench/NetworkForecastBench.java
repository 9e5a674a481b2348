package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.convoy.core.cost.CostModel;
import io.convoy.core.image.ImageSize;
import io.convoy.core.model.Arena;
import io.convoy.core.model.Model;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.Port;
import io.convoy.core.model.StepFacts;
import io.convoy.core.model.StepTimes;
import io.convoy.core.tensor.Shape;
import io.convoy.job.calibrate.MachineFiles;
import io.convoy.job.plan.NetworkCost;
import io.convoy.job.plan.NetworkInput;
import io.convoy.job.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Holds the milliseconds that {@code plan extract} says of every network to what one warm thread
 * takes, in all and by kind of step.
 */
@Command(
    name = "network-forecast",
    description = "Holds each network's predicted milliseconds to what it takes.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class NetworkForecastBench implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** By how much of the measured figure a prediction may be off. */
  private static final double OFF = 0.25;

  /** What a network of any size is measured with: a page, and for text recognition a line of it. */
  private static final ImageSize PAGE = new ImageSize(640, 640);

  private static final ImageSize LINE = new ImageSize(48, 320);
  private static final long IMAGE_SEED = 41;
  private static final int LEAST_RUNS = 5;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these networks, as their files are called.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      paramLabel = "S",
      description = "To measure each for (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--home",
      required = true,
      hidden = true,
      description = "The checkout, whose target folder has networks and results.")
  private Path home;

  @Option(
      names = "--machine",
      required = true,
      hidden = true,
      description = "What calibrate has measured.")
  private Path machine;

  /** Predicted and measured milliseconds. */
  private static final class Times {
    private double predicted;
    private double measured;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new NetworkForecastBench())
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  commandLine.getErr().println("bench: " + failure.getMessage());
                  return failure instanceof IllegalArgumentException ? 2 : 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    CostModel model = new CostModel(MachineFiles.read(machine));
    Path results =
        Files.createDirectories(home.resolve("target/bench")).resolve("network-forecast.json");
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean held = true;
    for (Path file : files()) {
      Map<String, Object> row = row(model, file);
      held &= Math.abs((double) row.get("ratio") - 1) <= OFF;
      rows.add(row);
      // Written each time, so that a run that is stopped leaves what it found.
      JSON.writeValue(results.toFile(), rows);
    }
    return held ? 0 : 1;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("target/networks"))) {
      return files
          .filter(file -> file.toString().endsWith(".onnx"))
          .filter(file -> only.isEmpty() || only.contains(name(file)))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".onnx", "");
  }

  private Map<String, Object> row(CostModel model, Path file) throws IOException {
    Model read = Model.read(file);
    NetworkInput input = NetworkInput.of(read, Optional.empty());
    ImageSize size = input.size().orElse(name(file).endsWith("_rec") ? LINE : PAGE);
    Shape image = Shape.of(input.channels(), size.height(), size.width());
    Network network = Network.compile(read, NetworkRequest.of(read, image));
    int batch = network.preferredImages();
    Map<String, Times> kinds = new TreeMap<>();
    double[] measured = measure(network, batch);
    List<PlannedStep> planned = new NetworkCost(model, batch).steps(network);
    Times all = new Times();
    for (int i = 0; i < measured.length; i++) {
      StepFacts facts = planned.get(i).facts();
      Times kind =
          kinds.computeIfAbsent(facts.operator() + " " + facts.algorithm(), k -> new Times());
      kind.predicted += 1e3 * planned.get(i).seconds();
      kind.measured += measured[i];
      all.predicted += 1e3 * planned.get(i).seconds();
      all.measured += measured[i];
    }
    print(name(file), all);
    kinds.forEach((kind, times) -> print("  " + kind, times));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("network", name(file));
    row.put("batch", batch);
    row.put("predicted_ms", all.predicted);
    row.put("measured_ms", all.measured);
    row.put("ratio", all.predicted / all.measured);
    return row;
  }

  private static void print(String name, Times times) {
    System.out.printf(
        Locale.ROOT,
        "%-36s predicted %9.3f ms, measured %9.3f ms, ratio %5.2f%n",
        name,
        times.predicted,
        times.measured,
        times.predicted / times.measured);
  }

  /**
   * Milliseconds an image of each step: the least of many runs, since whatever else the machine
   * does only adds to it.
   */
  private double[] measure(Network network, int batch) {
    Arena arena = network.arena(batch);
    float[][] inputs = room(network.inputs(), batch);
    Random random = new Random(IMAGE_SEED);
    for (float[] numbers : inputs) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
    }
    float[][] outputs = room(network.outputs(), batch);
    double[] least = new double[network.steps().size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    long end = System.nanoTime() + (long) (1e9 * seconds);
    for (int run = 0; run < LEAST_RUNS || System.nanoTime() < end; run++) {
      StepTimes times = new StepTimes(network);
      network.run(batch, inputs, outputs, arena, times);
      for (int step = 0; step < least.length; step++) {
        least[step] = Math.min(least[step], times.nanos(step) / 1e6 / batch);
      }
    }
    return least;
  }

  private static float[][] room(List<Port> ports, int batch) {
    return ports.stream()
        .map(port -> new float[Math.toIntExact(batch * port.shape().elements())])
        .toArray(float[][]::new);
  }
}
