package io.convoy.core.bench.networks;

/**
 * VGG-16 (Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image
 * Recognition, 2014; configuration D), without batch norm, as torchvision has it.
 */
final class Vgg {
  private static final int[][] BLOCKS = {
    {64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}
  };

  private Vgg() {}

  static Value vgg16(OnnxGraph graph, Value image) {
    Value x = image;
    int module = 0;
    for (int[] block : BLOCKS) {
      for (int channels : block) {
        x = graph.conv("features." + module++, x, Filters.same(channels, 3).biased());
        x = graph.relu("features." + module++, x);
      }
      x = graph.maxPool("features." + module++, x, Filters.of(0, 2).stride(2));
    }
    x = graph.averagePool("avgpool", x, Filters.of(0, 1));
    x = graph.flatten("", x);
    x = graph.relu("classifier.1", graph.linear("classifier.0", x, 4096));
    x = graph.relu("classifier.4", graph.linear("classifier.3", x, 4096));
    return graph.linear("classifier.6", x, 1000);
  }
}
