package io.convoy.core.bench.networks;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * U-Net (Ronneberger et al., U-Net: Convolutional Networks for Biomedical Image Segmentation, 2015;
 * figure 1): convolutions without padding, and the way up sees the middle of what the way down saw.
 */
final class UNet {
  private static final int[] DOWN = {64, 128, 256, 512};

  private UNet() {}

  static Value unet(OnnxGraph graph, Value image) {
    Deque<Value> seen = new ArrayDeque<>();
    Value x = image;
    for (int level = 0; level < DOWN.length; level++) {
      x = twice(graph, "down." + level, x, DOWN[level]);
      seen.push(x);
      x = graph.maxPool("down." + level + ".pool", x, Filters.of(0, 2).stride(2));
    }
    x = twice(graph, "bottom", x, 1024);
    for (int level = DOWN.length - 1; level >= 0; level--) {
      String path = "up." + level;
      x = graph.upConv(path + ".up", x, DOWN[level]);
      x = graph.concat(path, graph.crop(path, seen.pop(), x.height(), x.width()), x);
      x = twice(graph, path, x, DOWN[level]);
    }
    return graph.conv("out", x, Filters.of(2, 1).biased());
  }

  private static Value twice(OnnxGraph graph, String path, Value x, int channels) {
    Value y = graph.conv(path + ".conv1", x, Filters.of(channels, 3).biased());
    y =
        graph.conv(
            path + ".conv2", graph.relu(path + ".relu", y), Filters.of(channels, 3).biased());
    return graph.relu(path + ".relu", y);
  }
}
