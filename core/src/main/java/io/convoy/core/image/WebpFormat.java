package io.convoy.core.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.spi.ImageReaderSpi;

/** WebP, lossy and lossless: a still image, or the first frame; an EXIF chunk turns it. */
final class WebpFormat implements ImageFormat {
  private static final ImageReaderSpi READER = new WebPImageReaderSpi();

  /** "RIFF", the length of what follows, "WEBP". */
  private static final int RIFF_HEADER = 12;

  private static final int CHUNK_HEADER = 8;

  /** Enough of a chunk to hold the size of any kind. */
  private static final int SIZE_BYTES = 10;

  private static final int HAS_EXIF = 0x08;

  @Override
  public String name() {
    return "WebP";
  }

  @Override
  public boolean matches(byte[] start) {
    return text(start, 0).equals("RIFF") && text(start, 8).equals("WEBP");
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    DataInputStream chunks = new DataInputStream(file);
    chunks.skipNBytes(RIFF_HEADER);
    byte[] start = new byte[CHUNK_HEADER + SIZE_BYTES];
    chunks.readFully(start);
    ByteBuffer first = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    return switch (text(start, 0)) {
      // Frame tag and start code, then two sizes of 14 bits.
      case "VP8 " ->
          header(first.getShort(16) & 0x3fff, first.getShort(14) & 0x3fff, Orientation.TOP_LEFT);
      // A signature byte, then width and height less one, 14 bits each.
      case "VP8L" -> {
        int bits = first.getInt(9);
        yield header((bits >>> 14 & 0x3fff) + 1, (bits & 0x3fff) + 1, Orientation.TOP_LEFT);
      }
      // Flags and three bytes of nothing, then width and height less one, 24 bits each.
      case "VP8X" -> {
        int width = (first.getInt(12) & 0xffffff) + 1;
        int height = (first.getInt(14) >>> 8) + 1;
        Orientation orientation = Orientation.TOP_LEFT;
        if ((start[CHUNK_HEADER] & HAS_EXIF) != 0) {
          chunks.skipNBytes(padded(first.getInt(4)) - SIZE_BYTES);
          orientation = exif(chunks);
        }
        yield header(height, width, orientation);
      }
      default -> throw new ImageFormatException("damaged WebP: no image data");
    };
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    long length =
        Integer.toUnsignedLong(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    if (file.length - CHUNK_HEADER < length) {
      throw new ImageFormatException("truncated WebP");
    }
    return Readers.first(READER, file);
  }

  private static ImageHeader header(int height, int width, Orientation orientation)
      throws ImageFormatException {
    if (height < 1 || width < 1) {
      throw new ImageFormatException("damaged WebP: height=" + height + ", width=" + width);
    }
    return new ImageHeader(height, width, orientation);
  }

  /** The chunk stands behind the pixels. */
  private static Orientation exif(DataInputStream chunks) throws IOException {
    byte[] header = new byte[CHUNK_HEADER];
    while (true) {
      chunks.readFully(header);
      int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      if (text(header, 0).equals("EXIF")) {
        return Exif.orientation(chunks.readNBytes(Math.max(0, length)));
      }
      chunks.skipNBytes(padded(length));
    }
  }

  /** Chunks have even lengths. */
  private static long padded(int length) {
    long unsigned = Integer.toUnsignedLong(length);
    return unsigned + (unsigned & 1);
  }

  private static String text(byte[] bytes, int from) {
    return new String(bytes, from, 4, StandardCharsets.ISO_8859_1);
  }
}
