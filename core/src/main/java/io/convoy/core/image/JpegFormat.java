package io.convoy.core.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.spi.ImageReaderSpi;

/**
 * JPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK, 8 bits.
 *
 * <p>The JDK's reader (libjpeg) gives the stored components; the colours are made here, as libjpeg
 * and so Pillow make them. The reader's own colours would depend on an embedded profile, at ten
 * times the cost of decoding, and on guesses that differ from everyone else's. Embedded profiles
 * are ignored, as Pillow ignores them.
 *
 * <p>libjpeg only warns where a file ends too soon or its data are damaged, and fills up with grey.
 * Here that is a reason to refuse the file.
 */
final class JpegFormat implements ImageFormat {
  private static final ImageReaderSpi JDK =
      Readers.ofJdk("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi");

  @Override
  public String name() {
    return "JPEG";
  }

  @Override
  public boolean matches(byte[] start) {
    return start[0] == (byte) 0xff && start[1] == (byte) 0xd8 && start[2] == (byte) 0xff;
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    return JpegHeader.read(new DataInputStream(file)).size();
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.read(file);
    header.checkSupported();
    List<String> warnings = new ArrayList<>();
    Raster raster =
        Readers.with(
            JDK,
            JpegHeader.withoutApplicationData(file),
            reader -> {
              reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
              return reader.readRaster(0, null);
            });
    for (String warning : warnings) {
      if (tellsOfDamage(warning)) {
        throw new ImageFormatException(
            warning.startsWith("Corrupt") ? "damaged JPEG: " + warning : "truncated JPEG");
      }
    }
    int components = raster.getNumBands();
    if (components != header.componentIds().length
        || raster.getHeight() != header.height()
        || raster.getWidth() != header.width()) {
      throw new ImageFormatException("damaged JPEG: the header is not that of the data");
    }
    byte[] stored = ((DataBufferByte) raster.getDataBuffer()).getData();
    return JpegColors.decode(header, stored);
  }

  /**
   * Whether pixels are lost. Bytes too many between segments are common and harmless, as are odd
   * markers and profiles.
   */
  private static boolean tellsOfDamage(String warning) {
    return warning.startsWith("Premature end")
        || warning.startsWith("Truncated File")
        || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
  }
}
