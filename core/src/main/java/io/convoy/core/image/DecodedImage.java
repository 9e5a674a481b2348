package io.convoy.core.image;

/**
 * An upright image as numbers from 0 to 255, whatever the depth of its file.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param pixels row by row, the channels of a pixel side by side; shared, not copied
 */
public record DecodedImage(int height, int width, int channels, float[] pixels) {
  public DecodedImage {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "a decoded image is grey or colour: channels=" + channels + ", expected=1 or 3");
    }
    if (pixels.length != (long) height * width * channels) {
      throw new IllegalArgumentException(
          "a decoded image has one number a pixel and channel: height="
              + height
              + ", width="
              + width
              + ", channels="
              + channels
              + ", numbers="
              + pixels.length);
    }
  }

  public ImageSize size() {
    return new ImageSize(height, width);
  }
}
