package io.convoy.core.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows and columns of an image, written {@code 480x640}: height first, as tensors have it. */
public record ImageSize(int height, int width) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image has at least one row and one column: height=" + height + ", width=" + width);
    }
  }

  /**
   * Reads {@code HEIGHTxWIDTH}.
   *
   * @throws IllegalArgumentException where the text is not two positive numbers
   */
  public static ImageSize parse(String text) {
    Matcher size = TEXT.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException("a size is written HEIGHTxWIDTH: size=" + text);
    }
    return new ImageSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }

  public long pixels() {
    return (long) height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
