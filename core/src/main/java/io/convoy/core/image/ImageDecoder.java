package io.convoy.core.image;

import java.io.IOException;
import java.io.InputStream;

/** Decodes JPEG, PNG, GIF, BMP, TIFF and WebP, told apart by their first bytes. */
public final class ImageDecoder {
  private ImageDecoder() {}

  /** Decodes a whole file. */
  public static DecodedImage decode(byte[] file) throws ImageFormatException {
    throw new UnsupportedOperationException();
  }

  /** The size that {@link #decode} will give, without decoding. */
  public static ImageSize probe(byte[] file) throws ImageFormatException {
    throw new UnsupportedOperationException();
  }

  /**
   * The size that {@link #decode} will give, from a stream at the file's start. Reads as far as it
   * must: a few hundred bytes of most files, all of a TIFF whose directory stands last. The stream
   * is left open.
   *
   * @throws ImageFormatException where the file is no image
   * @throws IOException where the stream can't be read
   */
  public static ImageSize probe(InputStream file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
