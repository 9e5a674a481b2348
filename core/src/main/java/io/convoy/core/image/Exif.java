package io.convoy.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * Finds the orientation in an EXIF block, which is laid out as a TIFF file: byte order, 42 (43 in a
 * BigTIFF), the place of the first directory.
 */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int CLASSIC = 42;
  private static final int BIG = 43;

  /** More than a directory of all tags that there are; what lies behind is not looked at. */
  private static final int LONGEST_DIRECTORY = 1 << 16;

  private Exif() {}

  /**
   * The orientation, or upright where the block tells none or can't be followed: a broken EXIF
   * block is no reason to refuse a photo.
   */
  static Orientation orientation(byte[] tiff) {
    if (tiff.length < 16) {
      return Orientation.TOP_LEFT;
    }
    ByteBuffer block = ByteBuffer.wrap(tiff);
    block.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int version = block.getShort(2);
    if (version != CLASSIC && version != BIG) {
      return Orientation.TOP_LEFT;
    }
    boolean big = version == BIG;
    long directory = directory(block, big);
    int countBytes = countBytes(big);
    if (directory < 0 || directory > tiff.length - countBytes) {
      return Orientation.TOP_LEFT;
    }
    return inDirectory(block.position((int) directory).slice().order(block.order()), big);
  }

  /** The same, of a TIFF file of any size: only its start and its first directory are read. */
  static Orientation orientation(SeekableByteChannel tiff) throws IOException {
    ByteBuffer start = read(tiff, 0, 16);
    if (start.limit() < 16) {
      return Orientation.TOP_LEFT;
    }
    start.order(start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = start.getShort(2) == BIG;
    long directory = directory(start, big);
    if (directory < 0 || directory > tiff.size() - countBytes(big)) {
      return Orientation.TOP_LEFT;
    }
    return inDirectory(read(tiff, directory, LONGEST_DIRECTORY).order(start.order()), big);
  }

  private static ByteBuffer read(SeekableByteChannel file, long position, int most)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    file.position(position);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // Channels may give less than they are asked for.
    }
    return bytes.flip();
  }

  private static long directory(ByteBuffer start, boolean big) {
    return big ? start.getLong(8) : Integer.toUnsignedLong(start.getInt(4));
  }

  private static int countBytes(boolean big) {
    return big ? 8 : 2;
  }

  private static Orientation inDirectory(ByteBuffer block, boolean big) {
    int entryBytes = big ? 20 : 12;
    long entries = big ? block.getLong(0) : Short.toUnsignedLong(block.getShort(0));
    int at = countBytes(big);
    for (long e = 0; e < entries && at <= block.limit() - entryBytes; e++, at += entryBytes) {
      if (block.getShort(at) == ORIENTATION && block.getShort(at + 2) == TYPE_SHORT) {
        return Orientation.ofTag(block.getShort(at + (big ? 12 : 8)));
      }
    }
    return Orientation.TOP_LEFT;
  }
}
