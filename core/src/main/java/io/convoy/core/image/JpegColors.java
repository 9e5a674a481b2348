package io.convoy.core.image;

import java.util.Arrays;

/**
 * Turns the components of a JPEG file into grey or RGB, with libjpeg's rules and its integer
 * arithmetic, so that colours are those of Pillow and nearly everyone.
 *
 * <ul>
 *   <li>Three components are YCbCr where a JFIF segment is present; else what an Adobe segment
 *       says; else RGB where they are called R, G and B; else YCbCr.
 *   <li>Four components are YCCK where an Adobe segment says so, else CMYK. Both are stored
 *       inverted, 255 for no ink, as Adobe does and Pillow assumes; they become {@code 255 · (1 −
 *       ink) · (1 − black)}, as in Pillow, but not rounded.
 * </ul>
 */
final class JpegColors {
  private static final int ADOBE_PLAIN = 0;
  private static final byte[] RGB = {'R', 'G', 'B'};

  /** libjpeg's fixed point: 16 bits behind the point. */
  private static final int HALF = 1 << 15;

  private static final int RED_CR = fixed(1.40200);
  private static final int GREEN_CB = fixed(0.34414);
  private static final int GREEN_CR = fixed(0.71414);
  private static final int BLUE_CB = fixed(1.77200);

  private JpegColors() {}

  /**
   * @param stored the components of each pixel side by side
   */
  static DecodedImage decode(JpegHeader header, byte[] stored) {
    int height = header.height();
    int width = header.width();
    int count = height * width;
    boolean transformed = transformed(header);
    return switch (header.componentIds().length) {
      case 1 -> new DecodedImage(height, width, 1, plain(stored, count));
      case 3 ->
          new DecodedImage(
              height, width, 3, transformed ? fromYcc(stored, count, 3) : plain(stored, count * 3));
      default -> new DecodedImage(height, width, 3, fromInks(stored, count, transformed));
    };
  }

  private static boolean transformed(JpegHeader header) {
    boolean threeComponents = header.componentIds().length == 3;
    if (threeComponents && header.jfif()) {
      return true;
    }
    if (header.adobeTransform().isPresent()) {
      return header.adobeTransform().get() != ADOBE_PLAIN;
    }
    return threeComponents && !Arrays.equals(header.componentIds(), RGB);
  }

  private static float[] plain(byte[] stored, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = stored[i] & 0xff;
    }
    return numbers;
  }

  /** RGB of YCbCr, whose components begin each {@code stride} bytes. */
  private static float[] fromYcc(byte[] stored, int count, int stride) {
    float[] colors = new float[count * 3];
    for (int p = 0; p < count; p++) {
      int y = stored[p * stride] & 0xff;
      int cb = (stored[p * stride + 1] & 0xff) - 128;
      int cr = (stored[p * stride + 2] & 0xff) - 128;
      colors[p * 3] = clamp(y + ((RED_CR * cr + HALF) >> 16));
      colors[p * 3 + 1] = clamp(y + ((HALF - GREEN_CB * cb - GREEN_CR * cr) >> 16));
      colors[p * 3 + 2] = clamp(y + ((BLUE_CB * cb + HALF) >> 16));
    }
    return colors;
  }

  private static float[] fromInks(byte[] stored, int count, boolean transformed) {
    // YCCK is what YCbCr would be of the inverse of the first three.
    float[] colors = transformed ? fromYcc(stored, count, 4) : new float[count * 3];
    for (int p = 0; p < count; p++) {
      float white = stored[p * 4 + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        float light = transformed ? 255f - colors[p * 3 + c] : stored[p * 4 + c] & 0xff;
        colors[p * 3 + c] = light * white / 255f;
      }
    }
    return colors;
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }
}
