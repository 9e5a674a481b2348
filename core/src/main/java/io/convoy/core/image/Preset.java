package io.convoy.core.image;

import io.convoy.core.image.Preprocess.Order;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How images are prepared for the networks that are commonly published, by the convention that they
 * were trained with. {@code S} is the size that the network takes, 224 where it leaves that open.
 */
public enum Preset {
  /**
   * Most of torchvision's first weights, and PyTorch's ImageNet example: shorter side to {@code S ·
   * 256 / 224}, centre crop of S, pixels over 255, mean 0.485, 0.456, 0.406, standard deviation
   * 0.229, 0.224, 0.225, red first.
   */
  IMAGENET,
  /** Torchvision's later weights (V2): as {@link #IMAGENET}, but shorter side to S · 232 / 224. */
  TORCHVISION,
  /**
   * Caffe's VGG and ResNet, and Keras's "caffe" mode: shorter side to S · 256 / 224, centre crop of
   * S, pixels as they are, mean 103.939, 116.779, 123.68, blue first.
   */
  CAFFE,
  /** TensorFlow's MobileNet and Inception, Keras's "tf": all of the image to S, x / 127.5 - 1. */
  TF,
  /** Pixels from 0 to 255, of the image's own size, red first. */
  NONE;

  private static final int USUAL_SIZE = 224;

  private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] IMAGENET_STD = {0.229f, 0.224f, 0.225f};
  private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};

  /**
   * Parses a name in small letters.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Preset parse(String text) {
    for (Preset preset : values()) {
      if (preset.toString().equals(text)) {
        return preset;
      }
    }
    throw new IllegalArgumentException(
        "preset must be one of "
            + Arrays.stream(values()).map(Preset::toString).collect(Collectors.joining(", "))
            + ": preset="
            + text);
  }

  /** The preparation for a network that takes images of this size; empty where it takes any. */
  public Preprocess preprocess(Optional<ImageSize> taken) {
    ImageSize size = taken.orElse(new ImageSize(USUAL_SIZE, USUAL_SIZE));
    return switch (this) {
      case IMAGENET -> cropped(size, 256, 1 / 255f, IMAGENET_MEAN, IMAGENET_STD, Order.RGB);
      case TORCHVISION -> cropped(size, 232, 1 / 255f, IMAGENET_MEAN, IMAGENET_STD, Order.RGB);
      case CAFFE -> cropped(size, 256, 1f, CAFFE_MEAN, new float[] {1f}, Order.BGR);
      case TF ->
          new Preprocess(
              Optional.of(size),
              Optional.empty(),
              1 / 127.5f,
              new float[] {1f},
              new float[] {1f},
              false);
      case NONE -> Preprocess.NONE;
    };
  }

  private static Preprocess cropped(
      ImageSize size, int of224, float scale, float[] mean, float[] std, Order order) {
    int shorter = Math.min(size.height(), size.width());
    // A network that isn't square must still be covered.
    int side =
        Math.max(
            (int) Math.rint((double) shorter * of224 / USUAL_SIZE),
            Math.max(size.height(), size.width()));
    return new Preprocess(
        Optional.empty(), side, Optional.of(size), scale, mean, std, false, order);
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
