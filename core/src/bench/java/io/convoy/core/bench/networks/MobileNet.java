package io.convoy.core.bench.networks;

/**
 * MobileNet v1 (Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile
 * Vision Applications, 2017; table 1) and v2 (Sandler et al., Inverted Residuals and Linear
 * Bottlenecks, 2018; table 2, as torchvision has it), both of width 1.
 */
final class MobileNet {
  /** Channels and stride of each depthwise separable layer. */
  private static final int[][] SEPARABLE = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  /** Expansion, channels, repeats and first stride of each group of blocks. */
  private static final int[][] INVERTED = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNet() {}

  static Value v1(OnnxGraph graph, Value image) {
    Value x = graph.conv("model.0.0", image, Filters.same(32, 3).stride(2));
    x = graph.relu("model.0.2", graph.batchNorm("model.0.1", x));
    int layer = 1;
    for (int[] separable : SEPARABLE) {
      String path = "model." + layer++;
      x = graph.conv(path + ".0", x, Filters.depthwise(x.channels(), 3).stride(separable[1]));
      x = graph.relu(path + ".2", graph.batchNorm(path + ".1", x));
      x = graph.conv(path + ".3", x, Filters.of(separable[0], 1));
      x = graph.relu(path + ".5", graph.batchNorm(path + ".4", x));
    }
    x = graph.flatten("", graph.globalAveragePool("pool", x));
    return graph.softmax("prob", graph.linear("fc", x, 1000));
  }

  static Value v2(OnnxGraph graph, Value image) {
    Value x = normed(graph, "features.0", image, Filters.same(32, 3).stride(2));
    int block = 1;
    for (int[] group : INVERTED) {
      for (int repeat = 0; repeat < group[2]; repeat++) {
        int stride = repeat == 0 ? group[3] : 1;
        x = inverted(graph, "features." + block++ + ".conv", x, group[0], group[1], stride);
      }
    }
    x = normed(graph, "features." + block, x, Filters.of(1280, 1));
    x = graph.flatten("", graph.globalAveragePool("", x));
    return graph.linear("classifier.1", x, 1000);
  }

  private static Value inverted(
      OnnxGraph graph, String path, Value x, int expansion, int channels, int stride) {
    int inner = x.channels() * expansion;
    int step = 0;
    Value y = x;
    if (expansion > 1) {
      y = normed(graph, path + "." + step++, y, Filters.of(inner, 1));
    }
    y = normed(graph, path + "." + step++, y, Filters.depthwise(inner, 3).stride(stride));
    y = graph.conv(path + "." + step++, y, Filters.of(channels, 1));
    y = graph.batchNorm(path + "." + step, y);
    return stride == 1 && x.channels() == channels
        ? graph.add(path.substring(0, path.lastIndexOf('.')), x, y)
        : y;
  }

  private static Value normed(OnnxGraph graph, String path, Value x, Filters filters) {
    Value y = graph.batchNorm(path + ".1", graph.conv(path + ".0", x, filters));
    return graph.relu6(path + ".2", y);
  }
}
