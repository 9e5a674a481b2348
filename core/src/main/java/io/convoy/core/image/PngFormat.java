package io.convoy.core.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.spi.ImageReaderSpi;

/**
 * PNG. An eXIf chunk before the pixels turns the image; one behind them is not looked for. Every
 * chunk's checksum must hold and the last one must be there, since the reader itself would take a
 * damaged file.
 */
final class PngFormat implements ImageFormat {
  private static final ImageReaderSpi JDK =
      Readers.ofJdk("com.sun.imageio.plugins.png.PNGImageReaderSpi");

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int SIGNATURE_BYTES = 8;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;

  /** A chunk's length and type, and its checksum. */
  private static final int CHUNK_FRAME = 12;

  @Override
  public String name() {
    return "PNG";
  }

  @Override
  public boolean matches(byte[] start) {
    return ByteBuffer.wrap(start).getLong() == SIGNATURE;
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    DataInputStream chunks = new DataInputStream(file);
    chunks.skipNBytes(SIGNATURE_BYTES);
    int headerLength = chunks.readInt();
    if (chunks.readInt() != IHDR || headerLength < 8) {
      throw new ImageFormatException("damaged PNG: it doesn't begin with IHDR");
    }
    int width = chunks.readInt();
    int height = chunks.readInt();
    if (width < 1 || height < 1) {
      throw new ImageFormatException("damaged PNG: height=" + height + ", width=" + width);
    }
    chunks.skipNBytes(headerLength - 8 + Integer.BYTES);
    Orientation orientation = Orientation.TOP_LEFT;
    while (true) {
      int length = chunks.readInt();
      int type = chunks.readInt();
      if (length < 0) {
        throw new ImageFormatException("damaged PNG: a chunk without length");
      }
      if (type == IDAT || type == IEND) {
        return new ImageHeader(height, width, orientation);
      }
      if (type == EXIF) {
        orientation = Exif.orientation(chunks.readNBytes(length));
        chunks.skipNBytes(Integer.BYTES);
      } else {
        chunks.skipNBytes((long) length + Integer.BYTES);
      }
    }
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    checkChunks(file);
    return Readers.first(JDK, file);
  }

  @Override
  public Optional<ImageRows> rows(SeekableByteChannel file) throws IOException {
    return Optional.ofNullable(PngRows.open(file));
  }

  private static void checkChunks(byte[] bytes) throws ImageFormatException {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    int at = SIGNATURE_BYTES;
    while (true) {
      if (at > file.limit() - CHUNK_FRAME) {
        throw new ImageFormatException("truncated PNG");
      }
      int length = file.getInt(at);
      int type = file.getInt(at + 4);
      if (length < 0 || length > file.limit() - CHUNK_FRAME - at) {
        throw new ImageFormatException("truncated PNG");
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes, at + 4, length + 4);
      if ((int) checksum.getValue() != file.getInt(at + 8 + length)) {
        throw new ImageFormatException("damaged PNG: a chunk fails its checksum, at byte " + at);
      }
      if (type == IEND) {
        return;
      }
      at += CHUNK_FRAME + length;
    }
  }
}
