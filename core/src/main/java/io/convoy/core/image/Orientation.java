package io.convoy.core.image;

/**
 * Which way up a camera held an image: the EXIF tag 0x0112, whose values from 1 to 8 are in this
 * order. Each is named by where the stored image's first row and first column belong.
 */
enum Orientation {
  TOP_LEFT,
  TOP_RIGHT,
  BOTTOM_RIGHT,
  BOTTOM_LEFT,
  LEFT_TOP,
  RIGHT_TOP,
  RIGHT_BOTTOM,
  LEFT_BOTTOM;

  /** The orientation of a tag's value; an undefined value means upright, as everywhere. */
  static Orientation ofTag(int value) {
    return 1 <= value && value <= 8 ? values()[value - 1] : TOP_LEFT;
  }

  /** Whether the upright image is as high as the stored one is wide. */
  boolean swapsSides() {
    return switch (this) {
      case TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT -> false;
      case LEFT_TOP, RIGHT_TOP, RIGHT_BOTTOM, LEFT_BOTTOM -> true;
    };
  }

  /** The upright image. */
  DecodedImage upright(DecodedImage stored) {
    if (this == TOP_LEFT) {
      return stored;
    }
    int rows = stored.height();
    int columns = stored.width();
    int channels = stored.channels();
    int height = swapsSides() ? columns : rows;
    int width = swapsSides() ? rows : columns;
    // Where stored row 0, column 0 goes, and how far a step along a stored row or column leads.
    boolean fromBottom =
        switch (this) {
          case BOTTOM_RIGHT, BOTTOM_LEFT, RIGHT_BOTTOM, LEFT_BOTTOM -> true;
          case TOP_LEFT, TOP_RIGHT, LEFT_TOP, RIGHT_TOP -> false;
        };
    boolean fromRight =
        switch (this) {
          case TOP_RIGHT, BOTTOM_RIGHT, RIGHT_TOP, RIGHT_BOTTOM -> true;
          case TOP_LEFT, BOTTOM_LEFT, LEFT_TOP, LEFT_BOTTOM -> false;
        };
    int down = (fromBottom ? -width : width) * channels;
    int along = (fromRight ? -1 : 1) * channels;
    int origin = ((fromBottom ? (height - 1) * width : 0) + (fromRight ? width - 1 : 0)) * channels;
    int rowStep = swapsSides() ? along : down;
    int columnStep = swapsSides() ? down : along;
    float[] from = stored.pixels();
    float[] to = new float[from.length];
    int source = 0;
    for (int r = 0; r < rows; r++) {
      int target = origin + r * rowStep;
      for (int c = 0; c < columns; c++) {
        for (int channel = 0; channel < channels; channel++) {
          to[target + channel] = from[source++];
        }
        target += columnStep;
      }
    }
    return new DecodedImage(height, width, channels, to);
  }
}
