package io.convoy.core.image;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;

/**
 * Turns a decoded image into the tensor (C, H, W) that a layer takes: grey if asked, resize, centre
 * crop, then {@code (x·scale − mean) / std}.
 *
 * @param mean one number for all channels or one a channel
 * @param std likewise
 * @param gray one channel, luminance; otherwise three, a grey image three times the same
 */
public record Preprocess(
    Optional<ImageSize> resize,
    Optional<ImageSize> crop,
    float scale,
    float[] mean,
    float[] std,
    boolean gray) {
  /** Three channels from 0 to 255, nothing changed. */
  public static final Preprocess NONE =
      new Preprocess(
          Optional.empty(), Optional.empty(), 1f, new float[] {0f}, new float[] {1f}, false);

  /**
   * @throws ImageFormatException where the image is smaller than the crop
   */
  public Tensor apply(DecodedImage image) throws ImageFormatException {
    throw new UnsupportedOperationException();
  }

  /**
   * The shape that {@link #apply} gives for an image of this size.
   *
   * @throws ImageFormatException where the image is smaller than the crop
   */
  public Shape outputShape(int height, int width) throws ImageFormatException {
    throw new UnsupportedOperationException();
  }
}
