package io.convoy.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the orientation in an EXIF block, which is laid out as a TIFF file: byte order, 42 (43 in a
 * BigTIFF), the place of the first directory.
 */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int CLASSIC = 42;
  private static final int BIG = 43;

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
    long directory = big ? block.getLong(8) : Integer.toUnsignedLong(block.getInt(4));
    int countBytes = big ? 8 : 2;
    int entryBytes = big ? 20 : 12;
    if (directory < 0 || directory > tiff.length - countBytes) {
      return Orientation.TOP_LEFT;
    }
    int at = (int) directory;
    long entries = big ? block.getLong(at) : Short.toUnsignedLong(block.getShort(at));
    at += countBytes;
    for (long e = 0; e < entries && at <= tiff.length - entryBytes; e++, at += entryBytes) {
      if (block.getShort(at) == ORIENTATION && block.getShort(at + 2) == TYPE_SHORT) {
        return Orientation.ofTag(block.getShort(at + (big ? 12 : 8)));
      }
    }
    return Orientation.TOP_LEFT;
  }
}
