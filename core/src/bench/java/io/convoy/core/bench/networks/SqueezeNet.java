package io.convoy.core.bench.networks;

/**
 * SqueezeNet 1.1 (Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters,
 * 2016; 1.1 is the authors' own later release), as torchvision has it.
 */
final class SqueezeNet {
  private SqueezeNet() {}

  static Value squeezenet(OnnxGraph graph, Value image) {
    Value x = graph.conv("features.0", image, Filters.of(64, 3).stride(2).biased());
    x = graph.relu("features.1", x);
    x = graph.maxPoolCeil("features.2", x, 3, 2);
    x = fire(graph, "features.3", x, 16, 64);
    x = fire(graph, "features.4", x, 16, 64);
    x = graph.maxPoolCeil("features.5", x, 3, 2);
    x = fire(graph, "features.6", x, 32, 128);
    x = fire(graph, "features.7", x, 32, 128);
    x = graph.maxPoolCeil("features.8", x, 3, 2);
    x = fire(graph, "features.9", x, 48, 192);
    x = fire(graph, "features.10", x, 48, 192);
    x = fire(graph, "features.11", x, 64, 256);
    x = fire(graph, "features.12", x, 64, 256);
    x = graph.relu("classifier.2", graph.conv("classifier.1", x, Filters.of(1000, 1).biased()));
    return graph.flatten("", graph.globalAveragePool("classifier.3", x));
  }

  private static Value fire(OnnxGraph graph, String path, Value x, int squeezed, int expanded) {
    Value s = graph.conv(path + ".squeeze", x, Filters.of(squeezed, 1).biased());
    s = graph.relu(path + ".squeeze_activation", s);
    Value one = graph.conv(path + ".expand1x1", s, Filters.of(expanded, 1).biased());
    Value three = graph.conv(path + ".expand3x3", s, Filters.same(expanded, 3).biased());
    return graph.concat(
        path,
        graph.relu(path + ".expand1x1_activation", one),
        graph.relu(path + ".expand3x3_activation", three));
  }
}
