package io.convoy.core.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.spi.ImageReaderSpi;

/** Windows BMP. */
final class BmpFormat implements ImageFormat {
  private static final ImageReaderSpi JDK =
      Readers.ofJdk("com.sun.imageio.plugins.bmp.BMPImageReaderSpi");

  private static final int FILE_HEADER = 14;

  /** The OS/2 header, whose sizes have 16 bits. */
  private static final int CORE_HEADER = 12;

  @Override
  public String name() {
    return "BMP";
  }

  @Override
  public boolean matches(byte[] start) {
    return start[0] == 'B' && start[1] == 'M';
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    byte[] bytes = new byte[FILE_HEADER + CORE_HEADER];
    new DataInputStream(file).readFully(bytes);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean core = header.getInt(FILE_HEADER) == CORE_HEADER;
    int width = core ? Short.toUnsignedInt(header.getShort(18)) : header.getInt(18);
    // A negative height tells that the rows run from the top.
    int height = core ? Short.toUnsignedInt(header.getShort(20)) : Math.abs(header.getInt(22));
    if (width < 1 || height < 1) {
      throw new ImageFormatException("damaged BMP: height=" + height + ", width=" + width);
    }
    return new ImageHeader(height, width, Orientation.TOP_LEFT);
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    return Readers.first(JDK, file);
  }
}
