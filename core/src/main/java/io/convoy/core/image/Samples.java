package io.convoy.core.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded image as numbers from 0 to 255, without colour management: a sample of
 * {@code b} bits counts {@code sample · 255 / (2^b − 1)}, which leaves 8 bits as they are and
 * divides 16 bits by 257.
 *
 * <ul>
 *   <li>Palettes are expanded; one that holds only greys makes a grey image.
 *   <li>Alpha is dropped, and the colour under it stays, as Pillow's {@code convert("RGB")} has it.
 *   <li>CMYK becomes {@code 255 · (1 − ink) · (1 − black)}, as Pillow has it, but not rounded.
 * </ul>
 */
final class Samples {
  private static final int DEEPEST = 16;

  private Samples() {}

  static DecodedImage of(BufferedImage image) throws ImageFormatException {
    ColorModel colors = image.getColorModel();
    int height = image.getHeight();
    int width = image.getWidth();
    if (colors instanceof IndexColorModel model) {
      Palette palette = Palette.of(model);
      return new DecodedImage(
          height, width, palette.channels(), indexed(image.getRaster(), palette));
    }
    if (colors.isAlphaPremultiplied()) {
      image.coerceData(false);
    }
    Raster raster = image.getRaster();
    return switch (colors.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> new DecodedImage(height, width, 1, bands(raster, colors, 1));
      case ColorSpace.TYPE_RGB -> new DecodedImage(height, width, 3, bands(raster, colors, 3));
      case ColorSpace.TYPE_CMYK ->
          new DecodedImage(height, width, 3, colors(bands(raster, colors, 4)));
      default ->
          throw new ImageFormatException(
              "colours must be grey, RGB or CMYK: components=" + colors.getNumColorComponents());
    };
  }

  private static float[] indexed(Raster raster, Palette palette) {
    int width = raster.getWidth();
    float[] pixels = new float[raster.getHeight() * width * palette.channels()];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        palette.paint(row[x], pixels, y * width + x);
      }
    }
    return pixels;
  }

  /** The first bands of each pixel side by side, from 0 to 255. */
  private static float[] bands(Raster raster, ColorModel colors, int bands)
      throws ImageFormatException {
    int type = raster.getTransferType();
    for (int b = 0; b < bands; b++) {
      if (type == DataBuffer.TYPE_FLOAT
          || type == DataBuffer.TYPE_DOUBLE
          || colors.getComponentSize(b) > DEEPEST) {
        throw new ImageFormatException(
            "samples must be whole numbers of at most 16 bits: bits=" + colors.getComponentSize(b));
      }
    }
    if (raster.getDataBuffer() instanceof DataBufferByte bytes
        && bytes.getNumBanks() == 1
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0
        && colors.getComponentSize(0) == Byte.SIZE) {
      return interleaved(raster, bytes, model, bands);
    }
    return general(raster, colors, bands);
  }

  /** The common case: bytes side by side, in whatever order of bands. */
  private static float[] interleaved(
      Raster raster, DataBufferByte buffer, PixelInterleavedSampleModel model, int bands) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    byte[] data = buffer.getData();
    int pixelStride = model.getPixelStride();
    float[] pixels = new float[height * width * bands];
    for (int b = 0; b < bands; b++) {
      for (int y = 0; y < height; y++) {
        int from = buffer.getOffset() + y * model.getScanlineStride() + model.getBandOffsets()[b];
        int to = y * width * bands + b;
        for (int x = 0; x < width; x++) {
          pixels[to + x * bands] = data[from + x * pixelStride] & 0xff;
        }
      }
    }
    return pixels;
  }

  private static float[] general(Raster raster, ColorModel colors, int bands) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    float[] pixels = new float[height * width * bands];
    int[] row = new int[width];
    for (int b = 0; b < bands; b++) {
      float largest = (1 << colors.getComponentSize(b)) - 1;
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, b, row);
        int to = y * width * bands + b;
        for (int x = 0; x < width; x++) {
          // The product is exact in a float, so this rounds once.
          pixels[to + x * bands] = row[x] * 255f / largest;
        }
      }
    }
    return pixels;
  }

  /** Red, green, blue of cyan, magenta, yellow, black, where 255 is full ink. */
  private static float[] colors(float[] inks) {
    float[] colors = new float[inks.length / 4 * 3];
    for (int p = 0; p < inks.length / 4; p++) {
      float white = 255f - inks[p * 4 + 3];
      for (int c = 0; c < 3; c++) {
        colors[p * 3 + c] = (255f - inks[p * 4 + c]) * white / 255f;
      }
    }
    return colors;
  }
}
