package io.convoy.core.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The readers of the JDK and of TwelveMonkeys, picked by class.
 *
 * <p>{@code ImageIO} would pick among those that happen to be registered, which depends on the
 * class path and the class loader; a job under {@code spark-submit} sees others than a test.
 */
final class Readers {
  /** Reads what is wanted from a reader whose input is set. */
  interface Reading<T> {
    T read(ImageReader reader) throws IOException;
  }

  private Readers() {}

  /** One of the JDK's own readers, whose classes can't be named in code. */
  static ImageReaderSpi ofJdk(String spiClass) {
    Iterator<ImageReaderSpi> known =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (known.hasNext()) {
      ImageReaderSpi spi = known.next();
      if (spi.getClass().getName().equals(spiClass)) {
        return spi;
      }
    }
    throw new IllegalStateException(
        "the JDK must have the module java.desktop with its image readers: missing=" + spiClass);
  }

  static <T> T with(ImageReaderSpi spi, byte[] file, Reading<T> reading) throws IOException {
    ImageReader reader = spi.createReaderInstance();
    try (ImageInputStream stream = new ByteArrayImageInputStream(file)) {
      reader.setInput(stream, true, true);
      return reading.read(reader);
    } finally {
      reader.dispose();
    }
  }

  /** The first image of the file, its samples as numbers. */
  static DecodedImage first(ImageReaderSpi spi, byte[] file) throws IOException {
    BufferedImage image = with(spi, file, reader -> reader.read(0));
    return Samples.of(image);
  }
}
