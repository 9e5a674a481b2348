package io.convoy.core.bench;

import ai.onnxruntime.OrtException;
import io.convoy.core.model.Arena;
import io.convoy.core.model.Layer;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.Wanted;
import io.convoy.core.model.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Holds every layer that can be named of every network to ONNX Runtime, at several inputs.
 *
 * <p>Where the two differ by more than is allowed, the network is computed once more in double
 * precision, operator by operator, which says who is how far from the truth.
 */
@Command(
    name = "agreement",
    description = "Holds each network to ONNX Runtime, at every layer that can be named.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class AgreementCommand implements Callable<Integer> {
  /** Of the range of a layer's numbers. */
  private static final double TOLERANCE = 1e-4;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these networks, as their files are called.")
  private List<String> only = List.of();

  @Option(
      names = "--images",
      defaultValue = "3",
      paramLabel = "N",
      description = "Images to try, each by itself (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--networks",
      defaultValue = "${sys:convoy.bench.networks:-target/networks}",
      hidden = true,
      description = "Folder of the networks.")
  private Path folder;

  /** The largest difference of a layer so far. */
  private static final class Row {
    private double error;
    private int image;

    void add(double other, int of) {
      if (!(other <= error)) {
        error = other;
        image = of;
      }
    }
  }

  @Override
  public Integer call() throws IOException, OrtException {
    if (count < 1) {
      throw new IllegalArgumentException("images must be at least 1: images=" + count);
    }
    int apart = 0;
    for (NetworkFile file : NetworkFile.in(folder, only)) {
      apart += compare(file);
    }
    System.out.println(
        apart == 0
            ? "every layer agrees within " + TOLERANCE + " of its range"
            : apart + " layers are further apart than " + TOLERANCE + " of their range");
    return apart == 0 ? 0 : 1;
  }

  /** How many layers are too far apart. */
  private int compare(NetworkFile file) throws IOException, OrtException {
    Network network = everyLayer(file);
    Arena arena = network.arena(1);
    List<String> layers = network.outputs().stream().map(port -> port.name()).toList();
    Map<String, Row> rows = new LinkedHashMap<>();
    layers.forEach(layer -> rows.put(layer, new Row()));
    int each = Math.toIntExact(file.image().elements());
    float[] images = file.images(count);
    float[][] outputs = room(network);
    try (OnnxRuntimeLayers theirs = new OnnxRuntimeLayers(file, layers)) {
      for (int n = 0; n < count; n++) {
        float[] image = Arrays.copyOfRange(images, n * each, (n + 1) * each);
        network.run(1, new float[][] {image}, outputs, arena);
        Map<String, float[]> expected = theirs.run(image);
        for (int i = 0; i < outputs.length; i++) {
          String layer = layers.get(i);
          rows.get(layer).add(Difference.ofRange(outputs[i], expected.get(layer)), n);
        }
      }
      List<String> apart = new ArrayList<>();
      String worst = layers.get(0);
      for (String layer : layers) {
        if (!(rows.get(layer).error <= rows.get(worst).error)) {
          worst = layer;
        }
        if (!(rows.get(layer).error <= TOLERANCE)) {
          apart.add(layer);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%-16s %4d layers, %d images, worst %.1e at %s%s%n",
          file.name(),
          layers.size(),
          count,
          rows.get(worst).error,
          worst,
          apart.isEmpty() ? "" : ", " + apart.size() + " too far apart");
      if (!apart.isEmpty()) {
        explain(file, network, arena, theirs, rows, apart);
      }
      return apart.size();
    }
  }

  /** Who is how far from the truth, at the image where a layer is worst. */
  private static void explain(
      NetworkFile file,
      Network network,
      Arena arena,
      OnnxRuntimeLayers theirs,
      Map<String, Row> rows,
      List<String> apart)
      throws OrtException {
    Row worst = apart.stream().map(rows::get).reduce((a, b) -> a.error >= b.error ? a : b).get();
    int each = Math.toIntExact(file.image().elements());
    float[] images = file.images(worst.image + 1);
    float[] image = Arrays.copyOfRange(images, worst.image * each, images.length);
    float[][] outputs = room(network);
    network.run(1, new float[][] {image}, outputs, arena);
    Map<String, float[]> expected = theirs.run(image);
    Map<String, Value> exact = DoubleNetwork.run(file, image);
    System.out.printf(
        "  image %d in double precision; how far from it, of the range:%n  %9s %9s  %s%n",
        worst.image, "ours", "theirs", "layer");
    for (int i = 0; i < outputs.length; i++) {
      String layer = network.outputs().get(i).name();
      if (apart.contains(layer)) {
        System.out.printf(
            Locale.ROOT,
            "  %9.1e %9.1e  %s%n",
            DoubleNetwork.difference(outputs[i], exact.get(layer)),
            DoubleNetwork.difference(expected.get(layer), exact.get(layer)),
            layer);
      }
    }
  }

  /** For one image of every output. */
  private static float[][] room(Network network) {
    return network.outputs().stream()
        .map(port -> new float[Math.toIntExact(port.shape().elements())])
        .toArray(float[][]::new);
  }

  private static Network everyLayer(NetworkFile file) {
    NetworkRequest request = NetworkRequest.of(file.model(), file.image());
    List<Wanted> wanted =
        Network.compile(file.model(), request).layers().stream()
            .map(Layer::name)
            .map(Wanted::of)
            .toList();
    return Network.compile(file.model(), request.wanting(wanted));
  }
}
