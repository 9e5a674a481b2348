package io.convoy.job.plan;

import io.convoy.core.image.ImageSize;
import io.convoy.core.model.Model;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** The tensor that records go into: the model's input, or an inner one that was stored before. */
public final class NetworkInput {
  private static final int IMAGE_RANK = 4;

  private final String path;
  private final String tensor;
  private final Optional<TensorInfo> declared;

  private NetworkInput(String path, String tensor, Optional<TensorInfo> declared) {
    this.path = path;
    this.tensor = tensor;
    this.declared = declared;
  }

  /**
   * Where a run of the model begins.
   *
   * @param from an inner tensor; empty for the model's own input
   * @throws IllegalArgumentException where the model takes more than one tensor, or other than
   *     images
   */
  public static NetworkInput of(Model model, Optional<String> from) {
    if (from.isPresent()) {
      return new NetworkInput(model.path(), from.get(), Optional.empty());
    }
    List<TensorInfo> inputs = model.inputs();
    if (inputs.size() != 1 || inputs.get(0).dimensions().size() != IMAGE_RANK) {
      throw new IllegalArgumentException(
          model.path()
              + ": a network must take one batch of images (N, C, H, W), or begin at an inner"
              + " tensor (--from): inputs="
              + inputs);
    }
    return new NetworkInput(model.path(), inputs.get(0).name(), Optional.of(inputs.get(0)));
  }

  /** The tensor's ONNX name. */
  public String tensor() {
    return tensor;
  }

  /** The size of the images that the model takes; empty where it leaves that open. */
  public Optional<ImageSize> size() {
    return declared
        .filter(info -> info.extent(2) > 0 && info.extent(3) > 0)
        .map(info -> new ImageSize(info.extent(2), info.extent(3)));
  }

  /** The channels of the images that the model takes; 3 where it leaves that open. */
  public int channels() {
    return declared.map(info -> info.extent(1)).filter(extent -> extent > 0).orElse(3);
  }

  /**
   * Checks that the model takes images of a shape, as far as it declares which.
   *
   * @throws IllegalArgumentException saying what it takes
   */
  public void check(Shape image) {
    if (declared.isEmpty()) {
      return;
    }
    TensorInfo info = declared.get();
    for (int d = 0; d < image.rank(); d++) {
      int extent = info.extent(d + 1);
      if (extent > 0 && extent != image.extent(d)) {
        throw new IllegalArgumentException(
            path
                + ": "
                + (d == 0
                    ? "the model takes images of other channels"
                    : "the model takes images of another size, see --preset, --resize and --crop")
                + ": image="
                + image
                + ", input="
                + info);
      }
    }
  }
}
