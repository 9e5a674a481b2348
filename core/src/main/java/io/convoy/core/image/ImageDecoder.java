package io.convoy.core.image;

import io.convoy.core.tensor.Range;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /** The same for an image that is read by rows: what a cluster can chew. */
  public static final long MOST_PIXELS_BY_ROWS = 10_000_000_000L;

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
          checkSize(header.uprightSize(), MOST_PIXELS);
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

  /**
   * The size of an image, from a file that can be read anywhere. Reads the header only, and allows
   * what can be read by {@link #rows} to be larger than {@link #MOST_PIXELS}. The channel is left
   * open.
   *
   * @throws ImageFormatException where the file is no image, or too large a one
   * @throws IOException where the channel can't be read
   */
  public static ImageSize probe(SeekableByteChannel file) throws IOException {
    return watching(
        file,
        (format, channel) -> {
          ImageSize size = format.header(channel).uprightSize();
          if (size.pixels() > MOST_PIXELS && openRows(format, channel).isPresent()) {
            checkSize(size, MOST_PIXELS_BY_ROWS);
          } else {
            checkSize(size, MOST_PIXELS);
          }
          return size;
        });
  }

  /**
   * Opens an image to be read by rows: a PNG that is not interlaced, or a TIFF, if it is stored
   * upright. Of a PNG all rows above those that are read must be unpacked, of a TIFF the strips or
   * tiles that they lie in. Empty for any other, which must be decoded whole. The channel belongs
   * to what is returned; where that is nothing, it is left open.
   *
   * @throws ImageFormatException where the file is no image, or damaged
   * @throws IOException where the channel can't be read
   */
  public static Optional<ImageRows> rows(SeekableByteChannel file) throws IOException {
    return watching(
        file,
        (format, channel) ->
            openRows(format, channel).map(rows -> new WatchedRows(format, rows, channel)));
  }

  private static Optional<ImageRows> openRows(ImageFormat format, SeekableByteChannel file)
      throws IOException {
    return format.header(file).orientation() == Orientation.TOP_LEFT
        ? format.rows(file)
        : Optional.empty();
  }

  /** What is asked of a file that can be read anywhere. */
  private interface Question<T> {
    T ask(ImageFormat format, WatchedChannel file) throws IOException;
  }

  /** Tells a file that is no good from a channel that fails. */
  private static <T> T watching(SeekableByteChannel file, Question<T> question) throws IOException {
    ImageFormat format = format(start(file));
    WatchedChannel channel = new WatchedChannel(file);
    try {
      return reading(format, () -> question.ask(format, channel));
    } catch (ImageFormatException e) {
      channel.rethrow();
      throw e;
    }
  }

  private static byte[] start(SeekableByteChannel file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(ImageFormat.SIGNATURE_BYTES);
    file.position(0);
    while (start.hasRemaining() && file.read(start) >= 0) {
      // Channels may give less than they are asked for.
    }
    return Arrays.copyOf(start.array(), start.position());
  }

  /** Rows whose failures are told in the words of {@link #decode}. */
  private record WatchedRows(ImageFormat format, ImageRows rows, WatchedChannel channel)
      implements ImageRows {
    @Override
    public ImageSize size() {
      return rows.size();
    }

    @Override
    public DecodedImage read(Range wanted) throws IOException {
      try {
        return reading(format, () -> rows.read(wanted));
      } catch (ImageFormatException e) {
        channel.rethrow();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      rows.close();
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
    checkSize(size, MOST_PIXELS);
    return size;
  }

  private static void checkSize(ImageSize size, long most) throws ImageFormatException {
    if (size.pixels() > most) {
      throw new ImageFormatException(
          "image too large, scale it down or cut it: size="
              + size
              + ", pixels="
              + size.pixels()
              + ", most="
              + most);
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
