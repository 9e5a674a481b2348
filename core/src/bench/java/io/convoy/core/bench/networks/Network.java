package io.convoy.core.bench.networks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The networks that are written here: where a well-known one has no weights to be had, its graph.
 */
enum Network {
  VGG16(Vgg::vgg16, 3, 224),
  RESNET18(ResNet::resnet18, 3, 224),
  RESNET50(ResNet::resnet50, 3, 224),
  RESNEXT50(ResNet::resnext50, 3, 224),
  SQUEEZENET(SqueezeNet::squeezenet, 3, 224),
  MOBILENET_V1(MobileNet::v1, 3, 224),
  MOBILENET_V2(MobileNet::v2, 3, 224),
  DENSENET121(DenseNet::densenet121, 3, 224),
  INCEPTION_V3(InceptionV3::inceptionV3, 3, 299),
  EFFICIENTNET_B0(EfficientNet::b0, 3, 224),
  /** A tile of 284 by 284, which gives 100 by 100: the paper's 572 takes five times as long. */
  UNET(UNet::unet, 1, 284);

  private static final long SEED = 20_261_125;

  private final Architecture architecture;
  private final int channels;
  private final int size;

  Network(Architecture architecture, int channels, int size) {
    this.architecture = architecture;
    this.channels = channels;
    this.size = size;
  }

  /** As files and results call it: {@code mobilenet_v2}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Writes it, and returns the multiply-adds of its convolutions for one image. */
  long write(Path file) throws IOException {
    OnnxGraph graph = new OnnxGraph(label(), SEED);
    Value last = architecture.build(graph, graph.input(channels, size, size));
    graph.write(last, file);
    return graph.multiplyAdds();
  }
}
