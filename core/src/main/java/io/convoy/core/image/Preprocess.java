package io.convoy.core.image;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;

/**
 * Turns a decoded image into the tensor (C, H, W) that a layer takes: grey if asked, resize, centre
 * crop, then {@code (x · scale − mean) / std}.
 *
 * <ul>
 *   <li>Grey is {@code 0.299 R + 0.587 G + 0.114 B}, the weights of Pillow's {@code convert("L")},
 *       not rounded.
 *   <li>Resize gives exactly the size asked for, whatever the sides' ratio; or a size whose shorter
 *       side is as asked for and whose ratio stays, the longer side rounded down, as torchvision
 *       has it. Bilinear with anti-aliasing, as Pillow does it, not rounded.
 *   <li>The crop begins at {@code round((height − crop) / 2)}, halves to the even number, as
 *       torchvision's does; an image smaller than the crop is refused, not padded.
 * </ul>
 *
 * @param resize the size that every image gets
 * @param shorterSide what the shorter side becomes, instead of {@code resize}; 0 leaves it
 * @param crop what is cut out of the middle
 * @param scale what pixels are multiplied by
 * @param mean one number for all channels or one a channel
 * @param std likewise
 * @param gray one channel; otherwise three, those of a grey image the same
 * @param order in which the three stand
 */
public record Preprocess(
    Optional<ImageSize> resize,
    int shorterSide,
    Optional<ImageSize> crop,
    float scale,
    float[] mean,
    float[] std,
    boolean gray,
    Order order) {
  /** The order of an image's channels; OpenCV and Caffe have blue first. */
  public enum Order {
    RGB,
    BGR
  }

  /** Three channels from 0 to 255, nothing changed. */
  public static final Preprocess NONE =
      new Preprocess(
          Optional.empty(), Optional.empty(), 1f, new float[] {0f}, new float[] {1f}, false);

  /**
   * @throws IllegalArgumentException where mean or std has another number of entries than 1 or the
   *     channels, or an std is 0
   */
  public Preprocess {
    if (shorterSide < 0 || shorterSide > 0 && resize.isPresent()) {
      throw new IllegalArgumentException(
          "an image is resized to a size or by its shorter side, not both: resize="
              + resize.map(ImageSize::toString).orElse("")
              + ", shorterSide="
              + shorterSide);
    }
    mean = mean.clone();
    std = std.clone();
    int channels = gray ? 1 : 3;
    checkEntries("mean", mean.length, channels);
    checkEntries("std", std.length, channels);
    for (float s : std) {
      if (s == 0f) {
        throw new IllegalArgumentException("std must not be 0, numbers are divided by it");
      }
    }
  }

  /** Resized to a size, if at all, and red first. */
  public Preprocess(
      Optional<ImageSize> resize,
      Optional<ImageSize> crop,
      float scale,
      float[] mean,
      float[] std,
      boolean gray) {
    this(resize, 0, crop, scale, mean, std, gray, Order.RGB);
  }

  /** Whether it does what only images need, and tensors, which have it behind them, can't. */
  public boolean isForImages() {
    return resize.isPresent() || shorterSide > 0 || crop.isPresent() || gray || order != Order.RGB;
  }

  /** Channels of what comes out. */
  public int channels() {
    return gray ? 1 : 3;
  }

  /**
   * The tensor (C, H, W).
   *
   * @throws ImageFormatException where the image is smaller than the crop
   */
  public Tensor apply(DecodedImage image) throws ImageFormatException {
    DecodedImage grey = gray && image.channels() == 3 ? luminance(image) : image;
    DecodedImage sized = Resize.bilinear(grey, resized(image.height(), image.width()));
    Shape shape = outputShape(image.height(), image.width());
    int height = shape.extent(1);
    int width = shape.extent(2);
    return normalised(
        sized, margin(sized.height(), height), margin(sized.width(), width), height, width);
  }

  /**
   * Whether some rows of the result can be made of some rows of the image. Not where it is resized:
   * then a row is made of many.
   */
  public boolean worksByRows() {
    return resize.isEmpty();
  }

  /**
   * The rows of an image that some rows of the result are made of.
   *
   * @throws ImageFormatException where the image is smaller than the crop
   */
  public Range sourceRows(ImageSize image, Range rows) throws ImageFormatException {
    int height = outputShape(image.height(), image.width()).extent(1);
    int top = margin(image.height(), height);
    return new Range(top + rows.from(), top + rows.to());
  }

  /**
   * Some rows of the result, as {@link #apply} gives them.
   *
   * @param image of the file, whole
   * @param rows of the file: those that {@link #sourceRows} named
   */
  public Tensor applyToRows(ImageSize image, DecodedImage rows) throws ImageFormatException {
    int width = outputShape(image.height(), image.width()).extent(2);
    DecodedImage grey = gray && rows.channels() == 3 ? luminance(rows) : rows;
    return normalised(grey, 0, margin(image.width(), width), rows.height(), width);
  }

  /** A cut of an image that is sized, as numbers that the layer takes. */
  private Tensor normalised(DecodedImage sized, int top, int left, int height, int width) {
    float[] from = sized.pixels();
    float[] to = new float[channels() * height * width];
    int step = sized.channels();
    for (int c = 0; c < channels(); c++) {
      float shift = mean[mean.length == 1 ? 0 : c];
      float divisor = std[std.length == 1 ? 0 : c];
      int channel = step == 1 ? 0 : order == Order.BGR ? 2 - c : c;
      boolean asItIs = scale == 1f && shift == 0f && divisor == 1f;
      for (int y = 0; y < height; y++) {
        int source = ((top + y) * sized.width() + left) * step + channel;
        int target = (c * height + y) * width;
        if (asItIs) {
          for (int x = 0; x < width; x++) {
            to[target + x] = from[source + x * step];
          }
        } else {
          for (int x = 0; x < width; x++) {
            to[target + x] = (from[source + x * step] * scale - shift) / divisor;
          }
        }
      }
    }
    return new Tensor(Shape.of(channels(), height, width), to);
  }

  /** The shape that {@link #apply} gives for every image that it takes, where all have one. */
  public Optional<Shape> commonShape() {
    return crop.or(() -> shorterSide == 0 ? resize : Optional.empty())
        .map(size -> Shape.of(channels(), size.height(), size.width()));
  }

  /**
   * The shape that {@link #apply} gives for an image of this size.
   *
   * @throws ImageFormatException where the image is smaller than the crop
   */
  public Shape outputShape(int height, int width) throws ImageFormatException {
    ImageSize sized = resized(height, width);
    ImageSize cropped = crop.orElse(sized);
    if (cropped.height() > sized.height() || cropped.width() > sized.width()) {
      throw new ImageFormatException(
          "image smaller than the crop, resize it first: size=" + sized + ", crop=" + cropped);
    }
    return Shape.of(channels(), cropped.height(), cropped.width());
  }

  private ImageSize resized(int height, int width) {
    if (shorterSide == 0) {
      return resize.orElseGet(() -> new ImageSize(height, width));
    }
    return height < width
        ? new ImageSize(shorterSide, longerSide(width, height))
        : new ImageSize(longerSide(height, width), shorterSide);
  }

  private int longerSide(int longer, int shorter) {
    return (int) ((long) shorterSide * longer / shorter);
  }

  private static void checkEntries(String name, int entries, int channels) {
    if (entries != 1 && entries != channels) {
      throw new IllegalArgumentException(
          name
              + " must have one number, or one a channel: "
              + name
              + "="
              + entries
              + ", channels="
              + channels);
    }
  }

  /** Python's rounding, which torchvision crops with. */
  private static int margin(int extent, int cropped) {
    return (int) Math.rint((extent - cropped) / 2.0);
  }

  private static DecodedImage luminance(DecodedImage image) {
    float[] from = image.pixels();
    float[] to = new float[image.height() * image.width()];
    for (int p = 0; p < to.length; p++) {
      to[p] = 0.299f * from[p * 3] + 0.587f * from[p * 3 + 1] + 0.114f * from[p * 3 + 2];
    }
    return new DecodedImage(image.height(), image.width(), 1, to);
  }
}
