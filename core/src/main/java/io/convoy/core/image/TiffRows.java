package io.convoy.core.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.convoy.core.tensor.Range;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A TIFF read by rows: the strips or tiles that they lie in are unpacked, and no others. What that
 * costs is up to who wrote the file: in tiles, rows of the tiles' height are read at no more than
 * their price; a file of one packed strip is unpacked from its top each time.
 */
final class TiffRows implements ImageRows {
  private final ImageInputStream file;
  private final SeekableByteChannel channel;
  private final ImageReader reader;
  private final ImageSize size;

  TiffRows(SeekableByteChannel channel, TIFFImageReaderSpi spi) throws IOException {
    this.channel = channel;
    this.file = new ChannelImageInput(channel);
    this.reader = spi.createReaderInstance(null);
    reader.setInput(file, false, true);
    this.size = new ImageSize(reader.getHeight(0), reader.getWidth(0));
  }

  @Override
  public ImageSize size() {
    return size;
  }

  @Override
  public DecodedImage read(Range rows) throws IOException {
    ImageReadParam region = reader.getDefaultReadParam();
    region.setSourceRegion(new Rectangle(0, rows.from(), size.width(), rows.length()));
    return Samples.of(reader.read(0, region));
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    try (channel) {
      file.close();
    }
  }
}
