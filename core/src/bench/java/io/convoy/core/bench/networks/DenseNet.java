package io.convoy.core.bench.networks;

import java.util.ArrayList;
import java.util.List;

/**
 * DenseNet-121 (Huang et al., Densely Connected Convolutional Networks, 2016), as torchvision has
 * it: each layer reads all that came before it in its block, joined.
 */
final class DenseNet {
  private static final int[] BLOCKS = {6, 12, 24, 16};
  private static final int GROWTH = 32;
  private static final int BOTTLENECK = 4 * GROWTH;

  private DenseNet() {}

  static Value densenet121(OnnxGraph graph, Value image) {
    Value x = graph.conv("features.conv0", image, Filters.same(64, 7).stride(2));
    x = graph.relu("features.relu0", graph.batchNorm("features.norm0", x));
    x = graph.maxPool("features.pool0", x, Filters.same(0, 3).stride(2));
    for (int block = 1; block <= BLOCKS.length; block++) {
      x = block(graph, "features.denseblock" + block, x, BLOCKS[block - 1]);
      if (block < BLOCKS.length) {
        String path = "features.transition" + block;
        x = graph.relu(path + ".relu", graph.batchNorm(path + ".norm", x));
        x = graph.conv(path + ".conv", x, Filters.of(x.channels() / 2, 1));
        x = graph.averagePool(path + ".pool", x, Filters.of(0, 2).stride(2));
      }
    }
    x = graph.relu("", graph.batchNorm("features.norm5", x));
    x = graph.flatten("", graph.globalAveragePool("", x));
    return graph.linear("classifier", x, 1000);
  }

  private static Value block(OnnxGraph graph, String path, Value x, int layers) {
    List<Value> features = new ArrayList<>(List.of(x));
    for (int layer = 1; layer <= layers; layer++) {
      String name = path + ".denselayer" + layer;
      Value y = layer == 1 ? x : graph.concat(name, features.toArray(Value[]::new));
      y = graph.relu(name + ".relu1", graph.batchNorm(name + ".norm1", y));
      y = graph.conv(name + ".conv1", y, Filters.of(BOTTLENECK, 1));
      y = graph.relu(name + ".relu2", graph.batchNorm(name + ".norm2", y));
      features.add(graph.conv(name + ".conv2", y, Filters.same(GROWTH, 3)));
    }
    return graph.concat(path, features.toArray(Value[]::new));
  }
}
