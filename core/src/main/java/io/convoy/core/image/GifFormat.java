package io.convoy.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.spi.ImageReaderSpi;

/**
 * GIF: the first frame, on the file's whole canvas. What the frame leaves free has the transparent
 * colour, or the palette's first one, as Pillow has it.
 */
final class GifFormat implements ImageFormat {
  private static final ImageReaderSpi JDK =
      Readers.ofJdk("com.sun.imageio.plugins.gif.GIFImageReaderSpi");

  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  /** The canvas, and where on it the first frame lies. */
  private record Canvas(int height, int width, int top, int left) {}

  @Override
  public String name() {
    return "GIF";
  }

  @Override
  public boolean matches(byte[] start) {
    return start[0] == 'G' && start[1] == 'I' && start[2] == 'F' && start[3] == '8';
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    Canvas canvas = canvas(new DataInputStream(file));
    return new ImageHeader(canvas.height(), canvas.width(), Orientation.TOP_LEFT);
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    Canvas canvas = canvas(new DataInputStream(new ByteArrayInputStream(file)));
    BufferedImage frame = Readers.with(JDK, file, reader -> reader.read(0));
    IndexColorModel model = (IndexColorModel) frame.getColorModel();
    Palette palette = Palette.of(model);
    int channels = palette.channels();
    float[] pixels = new float[canvas.height() * canvas.width() * channels];
    if (frame.getHeight() < canvas.height() || frame.getWidth() < canvas.width()) {
      int free = Math.max(0, model.getTransparentPixel());
      for (int p = 0; p < canvas.height() * canvas.width(); p++) {
        palette.paint(free, pixels, p);
      }
    }
    int[] row = new int[frame.getWidth()];
    for (int y = 0; y < frame.getHeight(); y++) {
      frame.getRaster().getSamples(0, y, row.length, 1, 0, row);
      int from = (canvas.top() + y) * canvas.width() + canvas.left();
      for (int x = 0; x < row.length; x++) {
        palette.paint(row[x], pixels, from + x);
      }
    }
    return new DecodedImage(canvas.height(), canvas.width(), channels, pixels);
  }

  private static Canvas canvas(DataInputStream file) throws IOException {
    file.skipNBytes(6);
    int width = littleEndianShort(file);
    int height = littleEndianShort(file);
    int flags = file.readUnsignedByte();
    file.skipNBytes(2 + paletteBytes(flags));
    while (true) {
      int block = file.readUnsignedByte();
      if (block == FRAME) {
        int left = littleEndianShort(file);
        int top = littleEndianShort(file);
        int frameWidth = littleEndianShort(file);
        int frameHeight = littleEndianShort(file);
        if (frameWidth == 0 || frameHeight == 0) {
          throw new ImageFormatException("damaged GIF: the first frame is empty");
        }
        // A frame that sticks out makes the canvas larger.
        return new Canvas(
            Math.max(height, top + frameHeight), Math.max(width, left + frameWidth), top, left);
      }
      if (block != EXTENSION) {
        throw new ImageFormatException("damaged GIF: no frame");
      }
      file.skipNBytes(1);
      for (int n = file.readUnsignedByte(); n > 0; n = file.readUnsignedByte()) {
        file.skipNBytes(n);
      }
    }
  }

  private static int paletteBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int littleEndianShort(DataInputStream file) throws IOException {
    return Integer.reverseBytes(file.readUnsignedShort()) >>> 16;
  }
}
