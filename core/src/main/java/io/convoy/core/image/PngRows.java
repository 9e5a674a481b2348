package io.convoy.core.image;

import io.convoy.core.tensor.Range;
import java.awt.image.IndexColorModel;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * A PNG read by rows. Each is packed with the help of the one above, so the rows above those that
 * are asked for are unpacked and thrown away: of a tall image, the last rows cost unpacking it
 * whole, in the memory of two rows. Interlaced files, whose rows lie all over, can't be read so.
 *
 * <p>Every chunk's checksum is held, as far as is read; who reads the last row finds out whether
 * the file ends as it must.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">the format: chunks, filters, scanlines</a>
 */
final class PngRows implements ImageRows {
  private static final int SIGNATURE_BYTES = 8;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int INDEXED = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** What the header says. */
  private record Header(int width, int height, int depth, int color, boolean interlaced) {
    /** Samples of a pixel, alpha included. */
    int samples() {
      return switch (color) {
        case GREY, INDEXED -> 1;
        case GREY_ALPHA -> 2;
        case RGB -> 3;
        case RGB_ALPHA -> 4;
        default -> throw new IllegalStateException("checked: color=" + color);
      };
    }

    int rowBytes() {
      return Math.toIntExact(((long) width * samples() * depth + 7) / 8);
    }

    /** How far to the left the byte lies that a filter looks at. */
    int step() {
      return Math.max(1, samples() * depth / 8);
    }
  }

  private final SeekableByteChannel channel;
  private final Header header;
  private final Palette palette;
  private final int channels;

  private DataInputStream chunks;
  private CRC32 checksum;
  private InputStream packed;
  private int left;
  private int typeBehind;
  private byte[] row;
  private byte[] above;
  private int next;

  private PngRows(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.chunks = fromStart();
    this.header = header();
    this.palette = header.interlaced() ? null : palette();
    this.channels =
        switch (header.color()) {
          case INDEXED -> palette == null ? 1 : palette.channels();
          case GREY, GREY_ALPHA -> 1;
          default -> 3;
        };
  }

  /** Opens a file; what is interlaced gives {@code null}. */
  static PngRows open(SeekableByteChannel channel) throws IOException {
    PngRows rows = new PngRows(channel);
    return rows.header.interlaced() ? null : rows;
  }

  @Override
  public ImageSize size() {
    return new ImageSize(header.height(), header.width());
  }

  @Override
  public DecodedImage read(Range rows) throws IOException {
    if (packed == null || rows.from() < next) {
      begin();
    }
    float[] pixels = new float[Math.toIntExact((long) rows.length() * header.width() * channels)];
    while (next < rows.to()) {
      unpackRow();
      if (next > rows.from()) {
        convert(pixels, (next - 1 - rows.from()) * header.width());
      }
    }
    if (next == header.height()) {
      finish();
    }
    return new DecodedImage(rows.length(), header.width(), channels, pixels);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private DataInputStream fromStart() throws IOException {
    channel.position(0);
    DataInputStream stream =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
    stream.skipNBytes(SIGNATURE_BYTES);
    return stream;
  }

  private Header header() throws IOException {
    byte[] chunk = chunk(IHDR, chunks.readInt(), chunks.readInt());
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(chunk));
    int width = fields.readInt();
    int height = fields.readInt();
    int depth = fields.readUnsignedByte();
    int color = fields.readUnsignedByte();
    fields.readUnsignedByte();
    fields.readUnsignedByte();
    boolean interlaced = fields.readUnsignedByte() != 0;
    boolean deep = depth == 8 || depth == 16;
    boolean shallow = depth == 1 || depth == 2 || depth == 4;
    boolean known =
        switch (color) {
          case GREY -> deep || shallow;
          case INDEXED -> depth == 8 || shallow;
          case RGB, GREY_ALPHA, RGB_ALPHA -> deep;
          default -> false;
        };
    if (width < 1 || height < 1 || !known) {
      throw new ImageFormatException(
          "damaged PNG: height="
              + height
              + ", width="
              + width
              + ", depth="
              + depth
              + ", color="
              + color);
    }
    return new Header(width, height, depth, color, interlaced);
  }

  /** Reads up to the pixels; the palette, or null where there is none. */
  private Palette palette() throws IOException {
    Palette found = null;
    while (true) {
      int length = chunks.readInt();
      int type = chunks.readInt();
      if (type == IDAT || type == IEND) {
        if (header.color() == INDEXED && found == null) {
          throw new ImageFormatException("damaged PNG: an indexed image without a palette");
        }
        return found;
      }
      if (type == PLTE) {
        found = palette(chunk(type, length, type));
      } else {
        skipChunk(length);
      }
    }
  }

  private Palette palette(byte[] colors) {
    int size = Math.min(colors.length / 3, 1 << Math.min(8, header.depth()));
    byte[] red = new byte[size];
    byte[] green = new byte[size];
    byte[] blue = new byte[size];
    for (int i = 0; i < size; i++) {
      red[i] = colors[3 * i];
      green[i] = colors[3 * i + 1];
      blue[i] = colors[3 * i + 2];
    }
    return size == 0
        ? null
        : Palette.of(new IndexColorModel(Math.min(8, header.depth()), size, red, green, blue));
  }

  private byte[] chunk(int wanted, int length, int type) throws IOException {
    if (type != wanted || length < 0 || length > 1 << 20) {
      throw new ImageFormatException("damaged PNG: a chunk that doesn't belong there");
    }
    byte[] bytes = chunks.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    startChecksum(type);
    checksum.update(bytes);
    checkSum();
    return bytes;
  }

  private void skipChunk(int length) throws IOException {
    if (length < 0) {
      throw new ImageFormatException("damaged PNG: a chunk without length");
    }
    chunks.skipNBytes((long) length + Integer.BYTES);
  }

  private void startChecksum(int type) {
    checksum = new CRC32();
    for (int shift = 24; shift >= 0; shift -= 8) {
      checksum.update(type >>> shift);
    }
  }

  private void checkSum() throws IOException {
    if ((int) checksum.getValue() != chunks.readInt()) {
      throw new ImageFormatException("damaged PNG: a chunk fails its checksum");
    }
  }

  /** Goes to the first row. */
  private void begin() throws IOException {
    chunks = fromStart();
    while (true) {
      int length = chunks.readInt();
      int type = chunks.readInt();
      if (type == IEND) {
        throw new ImageFormatException("damaged PNG: no pixels");
      }
      if (type == IDAT) {
        left = length;
        startChecksum(IDAT);
        break;
      }
      skipChunk(length);
    }
    typeBehind = IDAT;
    packed = new InflaterInputStream(new Data());
    row = new byte[header.rowBytes()];
    above = new byte[header.rowBytes()];
    next = 0;
  }

  /** The bytes of the data chunks, one behind the other, each held to its checksum. */
  private final class Data extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      while (left == 0 && typeBehind == IDAT) {
        checkSum();
        left = chunks.readInt();
        typeBehind = chunks.readInt();
        startChecksum(typeBehind);
      }
      if (typeBehind != IDAT) {
        return -1;
      }
      int read = chunks.read(target, from, Math.min(count, left));
      if (read < 0) {
        throw new EOFException();
      }
      checksum.update(target, from, read);
      left -= read;
      return read;
    }
  }

  /** Unpacks the next row, and undoes its filter. */
  private void unpackRow() throws IOException {
    byte[] spare = above;
    above = row;
    row = spare;
    int filter = packed.read();
    if (filter < 0 || packed.readNBytes(row, 0, row.length) < row.length) {
      throw new ImageFormatException("damaged PNG: rows are missing: row=" + next);
    }
    if (next == 0) {
      Arrays.fill(above, (byte) 0);
    }
    int step = header.step();
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < row.length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int before = i < step ? 0 : row[i - step] & 0xff;
          row[i] += (byte) ((before + (above[i] & 0xff)) / 2);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int before = i < step ? 0 : row[i - step] & 0xff;
          int corner = i < step ? 0 : above[i - step] & 0xff;
          row[i] += (byte) paeth(before, above[i] & 0xff, corner);
        }
      }
      default -> throw new ImageFormatException("damaged PNG: unknown filter: filter=" + filter);
    }
    next++;
  }

  /** Of left, above and upper left the one that is nearest to left + above − upper left. */
  private static int paeth(int before, int over, int corner) {
    int estimate = before + over - corner;
    int toBefore = Math.abs(estimate - before);
    int toOver = Math.abs(estimate - over);
    int toCorner = Math.abs(estimate - corner);
    if (toBefore <= toOver && toBefore <= toCorner) {
      return before;
    }
    return toOver <= toCorner ? over : corner;
  }

  /** The unpacked row as numbers from 0 to 255, alpha dropped. */
  private void convert(float[] pixels, int firstPixel) {
    int samples = header.samples();
    int depth = header.depth();
    float largest = (1 << depth) - 1;
    for (int x = 0; x < header.width(); x++) {
      if (palette != null && header.color() == INDEXED) {
        palette.paint(sample(x), pixels, firstPixel + x);
        continue;
      }
      int to = (firstPixel + x) * channels;
      for (int c = 0; c < channels; c++) {
        int sample = sample(x * samples + c);
        // The product is exact in a float, so this rounds once.
        pixels[to + c] = depth == 8 ? sample : sample * 255f / largest;
      }
    }
  }

  private int sample(int index) {
    return switch (header.depth()) {
      case 8 -> row[index] & 0xff;
      case 16 -> (row[2 * index] & 0xff) << 8 | row[2 * index + 1] & 0xff;
      default -> {
        int perByte = 8 / header.depth();
        int shift = (perByte - 1 - index % perByte) * header.depth();
        yield (row[index / perByte] & 0xff) >>> shift & (1 << header.depth()) - 1;
      }
    };
  }

  /** Behind the last row: the file must end as a PNG does. */
  private void finish() throws IOException {
    while (packed.read() >= 0) {
      // What is packed behind the last row is of no meaning.
    }
    new Data().transferTo(OutputStream.nullOutputStream());
    while (typeBehind != IEND) {
      chunk(typeBehind, left, typeBehind);
      left = chunks.readInt();
      typeBehind = chunks.readInt();
    }
    startChecksum(IEND);
    checkSum();
    packed = null;
  }
}
