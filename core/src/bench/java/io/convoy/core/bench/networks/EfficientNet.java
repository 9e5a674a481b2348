package io.convoy.core.bench.networks;

/**
 * EfficientNet-B0 (Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural
 * Networks, 2019; table 1), as torchvision has it: inverted residuals with squeeze-and-excitation.
 */
final class EfficientNet {
  /** Expansion, kernel, first stride, channels and repeats of each stage. */
  private static final int[][] STAGES = {
    {1, 3, 1, 16, 1},
    {6, 3, 2, 24, 2},
    {6, 5, 2, 40, 2},
    {6, 3, 2, 80, 3},
    {6, 5, 1, 112, 3},
    {6, 5, 2, 192, 4},
    {6, 3, 1, 320, 1}
  };

  /**
   * The mean squares of what the blocks give, as ONNX Runtime found them on four images of noise,
   * block after block. Gates and SiLU make no fixed share of a square of another, so that what is
   * assumed of them grows from layer to layer: without these figures the last layers' numbers would
   * be hundreds, and every sigmoid of them all but 0 or 1, unlike any network that was trained.
   */
  private static final double[] SQUARES = {
    1.1, 0.94, 1.8, 1.4, 3.8, 2.6, 3.2, 4.9, 1.2, 2.2, 3.4, 1.3, 2.4, 3.3, 4.3, 1.6
  };

  private final OnnxGraph graph;
  private int blocks;

  private EfficientNet(OnnxGraph graph) {
    this.graph = graph;
  }

  static Value b0(OnnxGraph graph, Value image) {
    return new EfficientNet(graph).network(image);
  }

  private Value network(Value image) {
    Value x = normed("features.0", image, Filters.same(32, 3).stride(2));
    for (int stage = 1; stage <= STAGES.length; stage++) {
      int[] s = STAGES[stage - 1];
      for (int repeat = 0; repeat < s[4]; repeat++) {
        String path = "features." + stage + "." + repeat + ".block";
        x = block(path, x, s[0], Filters.same(s[3], s[1]).stride(repeat == 0 ? s[2] : 1));
      }
    }
    x = normed("features." + (STAGES.length + 1), x, Filters.of(1280, 1));
    x = graph.flatten("", graph.globalAveragePool("avgpool", x));
    return graph.linear("classifier.1", x, 1000);
  }

  private Value block(String path, Value x, int expansion, Filters filters) {
    int inner = x.channels() * expansion;
    int step = 0;
    Value y = x;
    if (expansion > 1) {
      y = normed(path + "." + step++, y, Filters.of(inner, 1));
    }
    Filters depthwise = Filters.depthwise(inner, filters.kernelHeight()).stride(filters.stride());
    y = normed(path + "." + step++, y, depthwise);
    y = excited(path + "." + step++, y, Math.max(1, x.channels() / 4));
    y = graph.conv(path + "." + step + ".0", y, Filters.of(filters.channels(), 1));
    y = graph.batchNorm(path + "." + step + ".1", y);
    if (filters.stride() == 1 && x.channels() == filters.channels()) {
      y = graph.add(path.substring(0, path.lastIndexOf('.')), y, x);
    }
    return y.withMeanSquare(SQUARES[blocks++]);
  }

  /** Each channel times a number that the averages of all channels make. */
  private Value excited(String path, Value x, int squeezed) {
    Value s = graph.globalAveragePool(path + ".avgpool", x);
    s = graph.conv(path + ".fc1", s, Filters.of(squeezed, 1).biased());
    s = graph.silu(path + ".activation", s);
    s = graph.conv(path + ".fc2", s, Filters.of(x.channels(), 1).biased());
    return graph.multiply(path, graph.sigmoid(path + ".scale_activation", s), x);
  }

  private Value normed(String path, Value x, Filters filters) {
    Value y = graph.batchNorm(path + ".1", graph.conv(path + ".0", x, filters));
    return graph.silu(path + ".2", y);
  }
}
