package io.convoy.core.image;

import io.convoy.core.tensor.Range;
import java.io.Closeable;
import java.io.IOException;

/**
 * An image that is read some rows at a time, in the memory of those rows and no more. Not safe for
 * threads.
 */
public interface ImageRows extends Closeable {
  ImageSize size();

  /**
   * Some rows, with the very numbers that decoding the whole file gives. Rows are best read from
   * top to bottom: what lies above them in the file may have to be unpacked first, and going back
   * may begin anew.
   *
   * @throws ImageFormatException saying in one line why they can't be
   * @throws IOException where the file can't be read
   */
  DecodedImage read(Range rows) throws IOException;
}
