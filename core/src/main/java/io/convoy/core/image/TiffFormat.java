package io.convoy.core.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * TIFF and BigTIFF: the first page, turned as its orientation tag says. The directory may stand
 * anywhere in the file, so that even the size takes the whole of it.
 */
final class TiffFormat implements ImageFormat {
  private static final TIFFImageReaderSpi READER = new TIFFImageReaderSpi();

  static {
    // JPEG data inside a TIFF file go to whichever JPEG reader ImageIO knows first. That depends on
    // the class loader, and so would the pixels; TwelveMonkeys' reader puts itself first.
    IIORegistry registry = IIORegistry.getDefaultInstance();
    if (registry.getServiceProviderByClass(JPEGImageReaderSpi.class) == null) {
      registry.registerServiceProvider(new JPEGImageReaderSpi(), ImageReaderSpi.class);
    }
  }

  @Override
  public String name() {
    return "TIFF";
  }

  @Override
  public boolean matches(byte[] start) {
    int version = start[0] == 'I' ? start[2] : start[3];
    int zero = start[0] == 'I' ? start[3] : start[2];
    return ((start[0] == 'I' && start[1] == 'I') || (start[0] == 'M' && start[1] == 'M'))
        && zero == 0
        && (version == 42 || version == 43);
  }

  @Override
  public ImageHeader header(InputStream file) throws IOException {
    byte[] bytes = file.readAllBytes();
    return Readers.with(
        READER,
        bytes,
        reader ->
            new ImageHeader(reader.getHeight(0), reader.getWidth(0), Exif.orientation(bytes)));
  }

  @Override
  public DecodedImage pixels(byte[] file) throws IOException {
    return Readers.first(READER, file);
  }

  /** Reads the directory, wherever it stands, and nothing else. */
  @Override
  public ImageHeader header(SeekableByteChannel file) throws IOException {
    // Not closed: that would close the caller's channel.
    TiffRows rows = new TiffRows(file, READER);
    return new ImageHeader(rows.size().height(), rows.size().width(), Exif.orientation(file));
  }

  @Override
  public Optional<ImageRows> rows(SeekableByteChannel file) throws IOException {
    return Optional.of(new TiffRows(file, READER));
  }
}
