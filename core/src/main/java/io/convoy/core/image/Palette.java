package io.convoy.core.image;

import java.awt.image.IndexColorModel;

/** The colours of an indexed image, alpha dropped: one channel where all are grey, else three. */
record Palette(int channels, float[] colors) {
  static Palette of(IndexColorModel model) {
    int size = model.getMapSize();
    boolean grey = true;
    for (int i = 0; i < size; i++) {
      grey &= model.getRed(i) == model.getGreen(i) && model.getGreen(i) == model.getBlue(i);
    }
    int channels = grey ? 1 : 3;
    float[] colors = new float[size * channels];
    for (int i = 0; i < size; i++) {
      colors[i * channels] = model.getRed(i);
      if (!grey) {
        colors[i * 3 + 1] = model.getGreen(i);
        colors[i * 3 + 2] = model.getBlue(i);
      }
    }
    return new Palette(channels, colors);
  }

  /** Paints one pixel. An index behind the palette's end is black, as in most viewers. */
  void paint(int index, float[] pixels, int pixel) {
    for (int c = 0; c < channels; c++) {
      int color = index * channels + c;
      pixels[pixel * channels + c] = color < colors.length ? colors[color] : 0f;
    }
  }
}
