package io.convoy.core.image;

/** What an image file says ahead of its pixels: their size as stored, and which way is up. */
record ImageHeader(int height, int width, Orientation orientation) {
  ImageSize uprightSize() {
    return orientation.swapsSides() ? new ImageSize(width, height) : new ImageSize(height, width);
  }
}
