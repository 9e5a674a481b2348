package io.convoy.core.bench.networks;

/**
 * Inception v3 (Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2015),
 * as torchvision has it, without the auxiliary classifier, which only training uses.
 */
final class InceptionV3 {
  private final OnnxGraph graph;

  private InceptionV3(OnnxGraph graph) {
    this.graph = graph;
  }

  static Value inceptionV3(OnnxGraph graph, Value image) {
    return new InceptionV3(graph).network(image);
  }

  private Value network(Value image) {
    Value x = conv("Conv2d_1a_3x3", image, Filters.of(32, 3).stride(2));
    x = conv("Conv2d_2a_3x3", x, Filters.of(32, 3));
    x = conv("Conv2d_2b_3x3", x, Filters.same(64, 3));
    x = graph.maxPool("maxpool1", x, Filters.of(0, 3).stride(2));
    x = conv("Conv2d_3b_1x1", x, Filters.of(80, 1));
    x = conv("Conv2d_4a_3x3", x, Filters.of(192, 3));
    x = graph.maxPool("maxpool2", x, Filters.of(0, 3).stride(2));
    x = fives("Mixed_5b", x, 32);
    x = fives("Mixed_5c", x, 64);
    x = fives("Mixed_5d", x, 64);
    x = shrink35("Mixed_6a", x);
    x = sevens("Mixed_6b", x, 128);
    x = sevens("Mixed_6c", x, 160);
    x = sevens("Mixed_6d", x, 160);
    x = sevens("Mixed_6e", x, 192);
    x = shrink17("Mixed_7a", x);
    x = wide("Mixed_7b", x);
    x = wide("Mixed_7c", x);
    x = graph.flatten("", graph.globalAveragePool("avgpool", x));
    return graph.linear("fc", x, 1000);
  }

  /** On 35 × 35: branches of 1×1, 5×5, twice 3×3 and pooling. */
  private Value fives(String path, Value x, int pooled) {
    Value one = conv(path + ".branch1x1", x, Filters.of(64, 1));
    Value five = conv(path + ".branch5x5_1", x, Filters.of(48, 1));
    five = conv(path + ".branch5x5_2", five, Filters.same(64, 5));
    Value three = conv(path + ".branch3x3dbl_1", x, Filters.of(64, 1));
    three = conv(path + ".branch3x3dbl_2", three, Filters.same(96, 3));
    three = conv(path + ".branch3x3dbl_3", three, Filters.same(96, 3));
    return graph.concat(path, one, five, three, pool(path, x, pooled));
  }

  private Value shrink35(String path, Value x) {
    Value three = conv(path + ".branch3x3", x, Filters.of(384, 3).stride(2));
    Value twice = conv(path + ".branch3x3dbl_1", x, Filters.of(64, 1));
    twice = conv(path + ".branch3x3dbl_2", twice, Filters.same(96, 3));
    twice = conv(path + ".branch3x3dbl_3", twice, Filters.of(96, 3).stride(2));
    return graph.concat(path, three, twice, graph.maxPool(path, x, Filters.of(0, 3).stride(2)));
  }

  /** On 17 × 17: 7×7 as 1×7 and 7×1, once and twice. */
  private Value sevens(String path, Value x, int inner) {
    Value one = conv(path + ".branch1x1", x, Filters.of(192, 1));
    Value seven = conv(path + ".branch7x7_1", x, Filters.of(inner, 1));
    seven = conv(path + ".branch7x7_2", seven, Filters.same(inner, 1, 7));
    seven = conv(path + ".branch7x7_3", seven, Filters.same(192, 7, 1));
    Value twice = conv(path + ".branch7x7dbl_1", x, Filters.of(inner, 1));
    twice = conv(path + ".branch7x7dbl_2", twice, Filters.same(inner, 7, 1));
    twice = conv(path + ".branch7x7dbl_3", twice, Filters.same(inner, 1, 7));
    twice = conv(path + ".branch7x7dbl_4", twice, Filters.same(inner, 7, 1));
    twice = conv(path + ".branch7x7dbl_5", twice, Filters.same(192, 1, 7));
    return graph.concat(path, one, seven, twice, pool(path, x, 192));
  }

  private Value shrink17(String path, Value x) {
    Value three = conv(path + ".branch3x3_1", x, Filters.of(192, 1));
    three = conv(path + ".branch3x3_2", three, Filters.of(320, 3).stride(2));
    Value seven = conv(path + ".branch7x7x3_1", x, Filters.of(192, 1));
    seven = conv(path + ".branch7x7x3_2", seven, Filters.same(192, 1, 7));
    seven = conv(path + ".branch7x7x3_3", seven, Filters.same(192, 7, 1));
    seven = conv(path + ".branch7x7x3_4", seven, Filters.of(192, 3).stride(2));
    return graph.concat(path, three, seven, graph.maxPool(path, x, Filters.of(0, 3).stride(2)));
  }

  /** On 8 × 8: 3×3 as 1×3 beside 3×1. */
  private Value wide(String path, Value x) {
    Value one = conv(path + ".branch1x1", x, Filters.of(320, 1));
    Value three = conv(path + ".branch3x3_1", x, Filters.of(384, 1));
    three =
        graph.concat(
            path,
            conv(path + ".branch3x3_2a", three, Filters.same(384, 1, 3)),
            conv(path + ".branch3x3_2b", three, Filters.same(384, 3, 1)));
    Value twice = conv(path + ".branch3x3dbl_1", x, Filters.of(448, 1));
    twice = conv(path + ".branch3x3dbl_2", twice, Filters.same(384, 3));
    twice =
        graph.concat(
            path,
            conv(path + ".branch3x3dbl_3a", twice, Filters.same(384, 1, 3)),
            conv(path + ".branch3x3dbl_3b", twice, Filters.same(384, 3, 1)));
    return graph.concat(path, one, three, twice, pool(path, x, 192));
  }

  private Value pool(String path, Value x, int channels) {
    Value pooled = graph.averagePool(path, x, Filters.same(0, 3));
    return conv(path + ".branch_pool", pooled, Filters.of(channels, 1));
  }

  private Value conv(String path, Value x, Filters filters) {
    Value y = graph.batchNorm(path + ".bn", graph.conv(path + ".conv", x, filters));
    return graph.relu(path, y);
  }
}
