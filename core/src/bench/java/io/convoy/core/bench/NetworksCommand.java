package io.convoy.core.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.convoy.core.bench.Contest.Runner;
import io.convoy.core.model.StepFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times whole networks beside ONNX Runtime and OpenCV, all in one process and in turn, from the
 * very same files.
 *
 * <p>Of each network both answers are compared first; then our side is warmed up, and samples of
 * all sides are taken in turn.
 */
@Command(
    name = "networks",
    description = "Times whole networks, beside ONNX Runtime and OpenCV.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class NetworksCommand implements Callable<Integer> {
  /** Ten times what sums in another order come to in deep networks, far below any mistake. */
  private static final double LARGEST_ERROR = 1e-3;

  private static final int PROFILE_RUNS = 5;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private enum PeerName {
    ONNXRUNTIME,
    OPENCV
  }

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these networks: vgg16, resnet50 and so on, as their files are called.")
  private List<String> only = List.of();

  @Option(
      names = "--peer",
      split = ",",
      defaultValue = "onnxruntime,opencv",
      description = "Whom to compare with: ${COMPLETION-CANDIDATES} (default: both).")
  private List<PeerName> peers;

  @Option(
      names = "--batch",
      split = ",",
      defaultValue = "1,8",
      paramLabel = "N",
      description = "Images of a batch (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of each side (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(names = "--profile", description = "Also print what each step of ours takes.")
  private boolean profile;

  @Option(names = "--quick", description = "Fewer and shorter samples: not to be quoted.")
  private boolean quick;

  @Option(
      names = "--networks",
      defaultValue = "${sys:convoy.bench.networks:-target/networks}",
      hidden = true,
      description = "Folder of the networks.")
  private Path folder;

  @Option(
      names = "--output",
      defaultValue = "${sys:convoy.bench.output:-target/bench}",
      hidden = true,
      description = "Folder of networks.json and machine.json.")
  private Path output;

  private final List<NetworkResult> results = new ArrayList<>();
  private boolean failed;

  @Override
  public Integer call() throws IOException {
    if (batches.stream().anyMatch(n -> n < 1) || threads.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "batch and threads must be at least 1: batch=" + batches + ", threads=" + threads);
    }
    List<NetworkFile> networks = NetworkFile.in(folder, only);
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    Files.createDirectories(output);
    MachineFacts machine = MachineFacts.collect(FmaPeak.measure(effort));
    JSON.writeValue(output.resolve("machine.json").toFile(), machine);
    System.out.println(machine);
    System.out.printf(
        "%-16s %3s %3s %-12s %9s %9s %6s %8s %10s %10s%n",
        "network",
        "mb",
        "thr",
        "peer",
        "ours ms",
        "peer ms",
        "ratio",
        "error",
        "arena MB",
        "peer MB");
    for (NetworkFile network : networks) {
      for (int batch : batches) {
        for (int count : threads) {
          try {
            measure(network, batch, count, effort);
          } catch (IllegalStateException | IllegalArgumentException e) {
            System.err.println(network.name() + ": " + e.getMessage());
            failed = true;
          }
        }
      }
    }
    return failed ? 1 : 0;
  }

  private void measure(NetworkFile file, int batch, int count, Effort effort) throws IOException {
    float[] images = file.images(batch);
    System.gc(); // The last network's arrays go now, not in the middle of a sample.
    List<NetworkPeer> others = new ArrayList<>();
    List<Long> memory = new ArrayList<>();
    try {
      for (PeerName peer : peers) {
        measureGrowth(() -> peer(peer, file, images, batch, count), others, memory);
      }
      try (ConvoyNetwork ours = new ConvoyNetwork(file, images, batch, count)) {
        compete(file, batch, count, effort, ours, others, memory);
      }
    } finally {
      others.forEach(NetworkPeer::close);
    }
  }

  private static void measureGrowth(
      Supplier<Optional<NetworkPeer>> maker, List<NetworkPeer> peers, List<Long> memory) {
    long before = NativeMemory.bytes();
    Optional<NetworkPeer> peer = maker.get();
    if (peer.isPresent()) {
      peer.get().run();
      peers.add(peer.get());
      memory.add(Math.max(0, NativeMemory.bytes() - before));
    }
  }

  private static Optional<NetworkPeer> peer(
      PeerName name, NetworkFile file, float[] images, int batch, int count) {
    return switch (name) {
      case ONNXRUNTIME -> Optional.of(new OnnxRuntimeNetwork(file, images, batch, count));
      case OPENCV -> OpenCvNetwork.unlessRefused(file, images, batch, count);
    };
  }

  private void compete(
      NetworkFile file,
      int batch,
      int count,
      Effort effort,
      ConvoyNetwork ours,
      List<NetworkPeer> others,
      List<Long> memory)
      throws IOException {
    ours.run();
    List<NetworkPeer> agreeing = new ArrayList<>();
    List<Long> theirMemory = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      try {
        errors.add(compare(file, ours, others.get(i)));
        agreeing.add(others.get(i));
        theirMemory.add(memory.get(i));
      } catch (IllegalStateException e) {
        // Not timed; whom we agree with is.
        System.err.println(e.getMessage());
        failed = true;
      }
    }
    Contest.warmUp(ours::run, effort.warmUpMillis);
    Map<Runner, Runnable> runners = new EnumMap<>(Runner.class);
    runners.put(Runner.OURS, ours::run);
    Runner[] places = {Runner.PEER, Runner.SECOND_PEER};
    for (int i = 0; i < agreeing.size(); i++) {
      runners.put(places[i], agreeing.get(i)::run);
    }
    Map<Runner, Double> millis = Contest.medians(runners, effort);
    double oursMs = millis.get(Runner.OURS) / batch;
    for (int i = 0; i < agreeing.size(); i++) {
      double peerMs = millis.get(places[i]) / batch;
      add(
          new NetworkResult(
              file.name(),
              batch,
              count,
              agreeing.get(i).label(),
              KernelResult.rounded(oursMs),
              KernelResult.rounded(peerMs),
              KernelResult.rounded(peerMs / oursMs),
              KernelResult.rounded(errors.get(i)),
              ours.arenaBytes(),
              theirMemory.get(i)));
    }
    if (profile) {
      printSteps(file, ours);
    }
  }

  private void add(NetworkResult r) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%-16s %3d %3d %-12s %9.2f %9.2f %6.2f %8.1e %10.1f %10.1f%n",
        r.network(),
        r.batch(),
        r.threads(),
        r.peer(),
        r.oursMs(),
        r.peerMs(),
        r.ratio(),
        r.maxRelativeError(),
        r.arenaBytes() / 1e6,
        r.peerMemoryBytes() / 1e6);
    results.add(r);
    // Written each time, so that a run that is stopped leaves what it found.
    JSON.writeValue(output.resolve("networks.json").toFile(), results);
  }

  /** The largest relative error of any output; no time is worth knowing where it is large. */
  private static double compare(NetworkFile file, ConvoyNetwork ours, NetworkPeer other) {
    double error = 0;
    for (int i = 0; i < ours.network().outputs().size(); i++) {
      error = Math.max(error, Difference.relative(ours.output(i), other.output(i)));
    }
    if (!(error <= LARGEST_ERROR)) {
      throw new IllegalStateException(
          "both sides must give the same answer: network="
              + file.name()
              + ", peer="
              + other.label()
              + ", largest difference over largest magnitude="
              + error
              + ", allowed="
              + LARGEST_ERROR);
    }
    return error;
  }

  private static void printSteps(NetworkFile file, ConvoyNetwork ours) {
    List<StepFacts> steps = ours.network().steps();
    double[] millis = ours.stepMillis(PROFILE_RUNS);
    double all = 0;
    for (double each : millis) {
      all += each;
    }
    System.out.printf(
        "%n%s, one thread, an image:%n%9s %6s %8s  %-20s %-13s %s%n",
        file.name(), "ms", "share", "GFLOP/s", "operator", "algorithm", "tensor, convolution");
    for (int i = 0; i < millis.length; i++) {
      StepFacts step = steps.get(i);
      System.out.printf(
          Locale.ROOT,
          "%9.3f %5.1f%% %8.1f  %-20s %-13s %s %s%n",
          millis[i],
          100 * millis[i] / all,
          step.work().flops() / (millis[i] * 1e6),
          step.operator(),
          step.algorithm(),
          step.tensor(),
          step.spec());
    }
    System.out.printf(Locale.ROOT, "%9.3f in all%n%n", all);
  }
}
