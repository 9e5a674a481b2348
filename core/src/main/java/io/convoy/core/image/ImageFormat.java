package io.convoy.core.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** A file format of images: how to know it, how large an image is, how to decode it. */
interface ImageFormat {
  /** Bytes from the file's start that every format's signature lies in. */
  int SIGNATURE_BYTES = 16;

  /** The name that reasons for rejection use: {@code JPEG}. */
  String name();

  /** Whether a file that starts like this is of this format. Shorter files are filled with 0. */
  boolean matches(byte[] start);

  /** What must be known before decoding. Reads no further than it must. */
  ImageHeader header(InputStream file) throws IOException;

  /**
   * The pixels as they are stored, not yet turned upright. Only called where the header is sound
   * and the image not too large. May throw anything that a decoder throws over a damaged file.
   */
  DecodedImage pixels(byte[] file) throws IOException;

  /** What must be known before decoding, from a file that can be read anywhere. */
  default ImageHeader header(SeekableByteChannel file) throws IOException {
    file.position(0);
    return header(new BufferedInputStream(Channels.newInputStream(file)));
  }

  /**
   * Opens the pixels to be read by rows, as they are stored; empty where files of this format, or
   * this one, can't be.
   */
  default Optional<ImageRows> rows(SeekableByteChannel file) throws IOException {
    return Optional.empty();
  }
}
