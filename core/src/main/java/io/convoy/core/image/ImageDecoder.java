package io.convoy.core.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF and WebP, told apart by their first bytes, whatever the file is
 * called.
 *
 * <p>What comes out is upright (EXIF orientation applied), grey or RGB, from 0 to 255 whatever the
 * depth. Colour profiles are ignored and alpha is dropped, as Pillow's {@code convert("RGB")} does;
 * of several frames or pages the first is taken. A file that is cut short or damaged is refused,
 * never half decoded.
 */
public final class ImageDecoder {
  /**
   * A larger image is refused before it is decoded: as floats it would take more than 1.2 GB, and a
   * file of a few kilobytes can claim to be one.
   */
  public static final long MOST_PIXELS = 100_000_000;

  private static final List<ImageFormat> FORMATS =
      List.of(
          new JpegFormat(),
          new PngFormat(),
          new GifFormat(),
          new BmpFormat(),
          new TiffFormat(),
          new WebpFormat());

  private ImageDecoder() {}

  /**
   * Decodes a whole file.
   *
   * @throws ImageFormatException saying in one line why it can't be
   */
  public static DecodedImage decode(byte[] file) throws ImageFormatException {
    ImageFormat format = format(file);
    return reading(
        format,
        () -> {
          ImageHeader header = format.header(new ByteArrayInputStream(file));
          checkSize(header.uprightSize());
          DecodedImage stored = format.pixels(file);
          if (stored.height() != header.height() || stored.width() != header.width()) {
            throw new ImageFormatException(
                "damaged "
                    + format.name()
                    + ": the header says "
                    + header.height()
                    + "x"
                    + header.width()
                    + ", the data are "
                    + stored.size());
          }
          return header.orientation().upright(stored);
        });
  }

  /** The size that {@link #decode} will give, without decoding. */
  public static ImageSize probe(byte[] file) throws ImageFormatException {
    ImageFormat format = format(file);
    return reading(format, () -> size(format, new ByteArrayInputStream(file)));
  }

  /**
   * The size that {@link #decode} will give, from a stream at the file's start. Reads as far as it
   * must: some kilobytes of most files, all of a TIFF, whose directory may stand last. The stream
   * is left open.
   *
   * @throws ImageFormatException where the file is no image
   * @throws IOException where the stream can't be read
   */
  public static ImageSize probe(InputStream file) throws IOException {
    byte[] start = file.readNBytes(ImageFormat.SIGNATURE_BYTES);
    ImageFormat format = format(start);
    try {
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), file);
      return size(format, new BufferedInputStream(whole));
    } catch (EOFException e) {
      throw new ImageFormatException("truncated " + format.name(), e);
    }
  }

  /** A decoder at work. */
  private interface Reading<T> {
    T run() throws IOException;
  }

  private static ImageFormat format(byte[] file) throws ImageFormatException {
    if (file.length == 0) {
      throw new ImageFormatException("empty file");
    }
    byte[] start = Arrays.copyOf(file, ImageFormat.SIGNATURE_BYTES);
    for (ImageFormat format : FORMATS) {
      if (format.matches(start)) {
        return format;
      }
    }
    throw new ImageFormatException("not an image: no known signature");
  }

  private static ImageSize size(ImageFormat format, InputStream file) throws IOException {
    ImageSize size = format.header(file).uprightSize();
    checkSize(size);
    return size;
  }

  private static void checkSize(ImageSize size) throws ImageFormatException {
    if (size.pixels() > MOST_PIXELS) {
      throw new ImageFormatException(
          "image too large, scale it down or cut it: size="
              + size
              + ", pixels="
              + size.pixels()
              + ", most="
              + MOST_PIXELS);
    }
  }

  /**
   * Readers throw whatever they stumble over in a damaged file: end of file, wrong arguments,
   * places outside an array. All of it means that the file is no good.
   */
  private static <T> T reading(ImageFormat format, Reading<T> step) throws ImageFormatException {
    try {
      return step.run();
    } catch (ImageFormatException e) {
      throw e;
    } catch (EOFException e) {
      throw new ImageFormatException("truncated " + format.name(), e);
    } catch (IOException | RuntimeException e) {
      boolean telling = e instanceof IOException && e.getMessage() != null;
      String reason = telling ? e.getMessage() : e.toString();
      throw new ImageFormatException(
          "damaged " + format.name() + ": " + reason.lines().findFirst().orElse(""), e);
    }
  }
}
