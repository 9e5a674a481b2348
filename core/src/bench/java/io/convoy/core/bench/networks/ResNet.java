package io.convoy.core.bench.networks;

/**
 * ResNet-18 and -50 (He et al., Deep Residual Learning for Image Recognition, 2015) and ResNeXt-50
 * 32×4d (Xie et al., Aggregated Residual Transformations, 2016), as torchvision has them: a
 * bottleneck's stride is in its 3×3 convolution.
 */
final class ResNet {
  private final OnnxGraph graph;
  private final int[] blocks;
  private final int expansion;
  private final int groups;
  private final int groupWidth;

  private ResNet(OnnxGraph graph, int[] blocks, int expansion, int groups, int groupWidth) {
    this.graph = graph;
    this.blocks = blocks;
    this.expansion = expansion;
    this.groups = groups;
    this.groupWidth = groupWidth;
  }

  static Value resnet18(OnnxGraph graph, Value image) {
    return new ResNet(graph, new int[] {2, 2, 2, 2}, 1, 1, 64).network(image);
  }

  static Value resnet50(OnnxGraph graph, Value image) {
    return new ResNet(graph, new int[] {3, 4, 6, 3}, 4, 1, 64).network(image);
  }

  static Value resnext50(OnnxGraph graph, Value image) {
    return new ResNet(graph, new int[] {3, 4, 6, 3}, 4, 32, 4).network(image);
  }

  private Value network(Value image) {
    Value x = normed("conv1", "bn1", image, Filters.same(64, 7).stride(2));
    x = graph.relu("relu", x);
    x = graph.maxPool("maxpool", x, Filters.same(0, 3).stride(2));
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = block("layer" + (stage + 1) + "." + block, x, 64 << stage, stride);
      }
    }
    x = graph.flatten("", graph.globalAveragePool("avgpool", x));
    return graph.linear("fc", x, 1000);
  }

  private Value block(String path, Value x, int channels, int stride) {
    int outputs = channels * expansion;
    Value y =
        expansion == 1 ? basic(path, x, channels, stride) : bottleneck(path, x, channels, stride);
    Value shortcut =
        stride == 1 && x.channels() == outputs
            ? x
            : normed(
                path + ".downsample.0",
                path + ".downsample.1",
                x,
                Filters.of(outputs, 1).stride(stride));
    return graph.relu(path + ".relu", graph.add(path, y, shortcut));
  }

  private Value basic(String path, Value x, int channels, int stride) {
    Value y = normed(path + ".conv1", path + ".bn1", x, Filters.same(channels, 3).stride(stride));
    y = graph.relu(path + ".relu", y);
    return normed(path + ".conv2", path + ".bn2", y, Filters.same(channels, 3));
  }

  private Value bottleneck(String path, Value x, int channels, int stride) {
    int width = channels * groupWidth / 64 * groups;
    Value y = normed(path + ".conv1", path + ".bn1", x, Filters.of(width, 1));
    y = graph.relu(path + ".relu", y);
    y =
        normed(
            path + ".conv2",
            path + ".bn2",
            y,
            Filters.same(width, 3).stride(stride).groups(groups));
    y = graph.relu(path + ".relu", y);
    return normed(path + ".conv3", path + ".bn3", y, Filters.of(channels * expansion, 1));
  }

  private Value normed(String conv, String norm, Value x, Filters filters) {
    return graph.batchNorm(norm, graph.conv(conv, x, filters));
  }
}
