package io.convoy.core.model;

import io.convoy.core.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be made of a model.
 *
 * @param inputs the extents of one image of each input, without the batch: (C, H, W) for photos.
 *     The names of inner tensors may stand here instead of the model's inputs: the network then
 *     starts there
 * @param wanted what is asked for; none means the model's outputs
 * @param algorithm {@code auto}, or {@code direct} to keep the plain order of sums everywhere
 * @param arenaBytes what one image may take of activations and scratch; where it would take more,
 *     the network begins by bands of rows, with the same bits
 */
public record NetworkRequest(
    Map<String, Shape> inputs, List<Wanted> wanted, String algorithm, long arenaBytes) {
  public NetworkRequest {
    inputs = new LinkedHashMap<>(inputs);
    wanted = List.copyOf(wanted);
  }

  /** In as much memory as it takes. */
  public NetworkRequest(Map<String, Shape> inputs, List<Wanted> wanted, String algorithm) {
    this(inputs, wanted, algorithm, Long.MAX_VALUE);
  }

  /** The model's only input at the size of {@code image} (C, H, W), and the model's outputs. */
  public static NetworkRequest of(Model model, Shape image) {
    if (model.inputs().size() != 1) {
      throw new IllegalArgumentException(
          model.path()
              + ": name the inputs of a model that has not just one: inputs="
              + model.inputs());
    }
    return new NetworkRequest(Map.of(model.inputs().get(0).name(), image), List.of(), "auto");
  }

  public NetworkRequest wanting(List<Wanted> other) {
    return new NetworkRequest(inputs, other, algorithm, arenaBytes);
  }

  /** Starts at an inner tensor, of which one image has these extents. */
  public NetworkRequest from(String tensor, Shape image) {
    return new NetworkRequest(Map.of(tensor, image), wanted, algorithm, arenaBytes);
  }

  /** In an arena of so many bytes an image, as far as bands of rows can make it fit. */
  public NetworkRequest within(long bytes) {
    return new NetworkRequest(inputs, wanted, algorithm, bytes);
  }
}
