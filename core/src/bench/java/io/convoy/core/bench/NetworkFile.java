package io.convoy.core.bench;

import io.convoy.core.model.Model;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A network among those of {@code scripts/networks}.
 *
 * @param name the file's name without its ending
 * @param image the extents of one image
 */
record NetworkFile(String name, Path path, Model model, Shape image) {
  private static final long IMAGE_SEED = 41;
  private static final String ENDING = ".onnx";

  /** Text detection takes a page, text recognition a line of it: their usual sizes. */
  private static final int PAGE = 640;

  private static final int LINE_HEIGHT = 48;
  private static final int LINE_WIDTH = 320;

  /**
   * All files of a folder, by name.
   *
   * @param only the names wanted; none means all
   * @throws IllegalArgumentException where one is missing
   */
  static List<NetworkFile> in(Path folder, List<String> only) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(ENDING)).sorted().forEach(paths::add);
      }
    }
    List<String> names = paths.stream().map(NetworkFile::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "no such network, scripts/networks writes them: network="
                + name
                + ", networks="
                + names);
      }
    }
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(
          "no networks to measure, scripts/networks writes them: folder=" + folder);
    }
    List<NetworkFile> networks = new ArrayList<>();
    for (Path path : paths) {
      if (only.isEmpty() || only.contains(name(path))) {
        networks.add(of(path));
      }
    }
    return networks;
  }

  private static NetworkFile of(Path path) throws IOException {
    Model model = Model.read(path);
    TensorInfo input = model.inputs().get(0);
    boolean line = name(path).endsWith("_rec");
    Shape image =
        Shape.of(
            extent(input, 1, 3),
            extent(input, 2, line ? LINE_HEIGHT : PAGE),
            extent(input, 3, line ? LINE_WIDTH : PAGE));
    return new NetworkFile(name(path), path, model, image);
  }

  /** The name of the tensor that images go into. */
  String input() {
    return model.inputs().get(0).name();
  }

  /** Whether the file takes one image at a time, no more. */
  boolean takesOneImage() {
    return model.fixedImages().orElse(0) == 1;
  }

  /** So many images of noise, one after the other. */
  float[] images(int count) {
    Random random = new Random(IMAGE_SEED);
    float[] images = new float[Math.toIntExact(count * image.elements())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }

  private static int extent(TensorInfo input, int dimension, int usual) {
    int extent = input.extent(dimension);
    return extent < 0 ? usual : extent;
  }

  private static String name(Path path) {
    String file = path.getFileName().toString();
    return file.substring(0, file.length() - ENDING.length());
  }
}
