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

  /** What each value of Cb or Cr adds to Y; to green, before the point is dropped. */
  private static final int[] RED_OF_CR = new int[256];

  private static final int[] GREEN_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] BLUE_OF_CB = new int[256];

  /** Numbers from -{@value #BELOW} on, kept between 0 and 255; sums lie between -227 and 482. */
  private static final float[] CLAMPED = new float[1024];

  private static final int BELOW = 256;

  static {
    for (int i = 0; i < 256; i++) {
      int from = i - 128;
      RED_OF_CR[i] = (RED_CR * from + HALF) >> 16;
      GREEN_OF_CB[i] = HALF - GREEN_CB * from;
      GREEN_OF_CR[i] = -GREEN_CR * from;
      BLUE_OF_CB[i] = (BLUE_CB * from + HALF) >> 16;
    }
    for (int i = 0; i < CLAMPED.length; i++) {
      CLAMPED[i] = Math.max(0, Math.min(255, i - BELOW));
    }
  }

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

  /** RGB of YCbCr, whose components begin each {@code stride} bytes. From tables, as in libjpeg. */
  private static float[] fromYcc(byte[] stored, int count, int stride) {
    float[] colors = new float[count * 3];
    for (int p = 0; p < count; p++) {
      int y = (stored[p * stride] & 0xff) + BELOW;
      int cb = stored[p * stride + 1] & 0xff;
      int cr = stored[p * stride + 2] & 0xff;
      colors[p * 3] = clamped(y + RED_OF_CR[cr]);
      colors[p * 3 + 1] = clamped(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 16));
      colors[p * 3 + 2] = clamped(y + BLUE_OF_CB[cb]);
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

  /** The mask changes nothing, and spares the check of the index. */
  private static float clamped(int place) {
    return CLAMPED[place & CLAMPED.length - 1];
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }
}
