package io.convoy.core.image;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a JPEG file says before its first scan.
 *
 * @param process the kind of frame: the second byte of its marker, 0xC0 for baseline
 * @param precision bits a sample
 * @param componentIds one a component
 * @param jfif whether a JFIF segment says that the colours are YCbCr
 * @param adobeTransform the colour transform that an Adobe segment names
 */
record JpegHeader(
    int process,
    int precision,
    int height,
    int width,
    byte[] componentIds,
    boolean jfif,
    Optional<Integer> adobeTransform,
    Orientation orientation) {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int COMMENT = 0xfe;

  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXIF = "Exif\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

  /** The byte after "Exif\0" is a filler. */
  private static final int EXIF_BLOCK = 6;

  private static final int ADOBE_TRANSFORM = 11;

  static JpegHeader read(byte[] file) throws IOException {
    return read(new DataInputStream(new ByteArrayInputStream(file)));
  }

  /** Reads up to the first scan. */
  static JpegHeader read(DataInputStream file) throws IOException {
    byte[] frame = null;
    int process = 0;
    boolean jfif = false;
    Optional<Integer> adobeTransform = Optional.empty();
    Orientation orientation = Orientation.TOP_LEFT;
    file.readUnsignedShort();
    while (true) {
      int marker = nextMarker(file);
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        break;
      }
      if (standsAlone(marker)) {
        continue;
      }
      int length = file.readUnsignedShort() - 2;
      if (length < 0) {
        throw new ImageFormatException("damaged JPEG: a segment without length");
      }
      if (isFrame(marker) || marker == APP0 || marker == APP1 || marker == APP14) {
        byte[] segment = file.readNBytes(length);
        if (segment.length < length) {
          throw new ImageFormatException("truncated JPEG");
        }
        if (isFrame(marker)) {
          process = marker;
          frame = segment;
        } else if (marker == APP0 && startsWith(segment, JFIF)) {
          jfif = true;
        } else if (marker == APP1 && startsWith(segment, EXIF)) {
          int from = Math.min(EXIF_BLOCK, segment.length);
          orientation = Exif.orientation(Arrays.copyOfRange(segment, from, segment.length));
        } else if (marker == APP14
            && startsWith(segment, ADOBE)
            && segment.length > ADOBE_TRANSFORM) {
          adobeTransform = Optional.of(Byte.toUnsignedInt(segment[ADOBE_TRANSFORM]));
        }
      } else {
        file.skipNBytes(length);
      }
    }
    return of(process, frame, jfif, adobeTransform, orientation);
  }

  /**
   * The file without comments and application data ahead of its first scan: no profiles, thumbnails
   * or camera's notes, over which the JDK's reader spends more time than over the pixels. The
   * stored components are the same.
   */
  static byte[] withoutApplicationData(byte[] file) {
    byte[] bare = new byte[file.length];
    System.arraycopy(file, 0, bare, 0, 2);
    int from = 2;
    int to = 2;
    while (from + 4 <= file.length && file[from] == (byte) 0xff) {
      int marker = Byte.toUnsignedInt(file[from + 1]);
      int segment = 2 + unsignedShort(file, from + 2);
      if (marker == 0xff
          || marker == START_OF_SCAN
          || standsAlone(marker)
          || segment > file.length - from) {
        break;
      }
      if (!isApplicationData(marker)) {
        System.arraycopy(file, from, bare, to, segment);
        to += segment;
      }
      from += segment;
    }
    System.arraycopy(file, from, bare, to, file.length - from);
    return Arrays.copyOf(bare, to + file.length - from);
  }

  ImageHeader size() {
    return new ImageHeader(height, width, orientation);
  }

  void checkSupported() throws ImageFormatException {
    if (process > 0xc2) {
      throw new ImageFormatException(
          process > 0xc8 ? "arithmetic-coded JPEG" : "lossless or hierarchical JPEG");
    }
    if (precision != Byte.SIZE) {
      throw new ImageFormatException("JPEG samples must have 8 bits: bits=" + precision);
    }
    int components = componentIds.length;
    if (components != 1 && components != 3 && components != 4) {
      throw new ImageFormatException(
          "JPEG must have 1, 3 or 4 components: components=" + components);
    }
  }

  private static JpegHeader of(
      int process,
      byte[] frame,
      boolean jfif,
      Optional<Integer> adobeTransform,
      Orientation orientation)
      throws ImageFormatException {
    if (frame == null) {
      throw new ImageFormatException("damaged JPEG: no frame header");
    }
    if (frame.length < 6 || frame.length < 6 + 3 * frame[5]) {
      throw new ImageFormatException("damaged JPEG: frame header too short");
    }
    int height = unsignedShort(frame, 1);
    int width = unsignedShort(frame, 3);
    if (height == 0 || width == 0) {
      throw new ImageFormatException(
          "JPEG must tell its size ahead: height=" + height + ", width=" + width);
    }
    byte[] ids = new byte[Byte.toUnsignedInt(frame[5])];
    for (int c = 0; c < ids.length; c++) {
      ids[c] = frame[6 + 3 * c];
    }
    return new JpegHeader(process, frame[0], height, width, ids, jfif, adobeTransform, orientation);
  }

  /** Passes over filling and over bytes that belong to nothing, as libjpeg does. */
  private static int nextMarker(DataInputStream file) throws IOException {
    int b = file.readUnsignedByte();
    while (true) {
      while (b != 0xff) {
        b = file.readUnsignedByte();
      }
      while (b == 0xff) {
        b = file.readUnsignedByte();
      }
      if (b != 0) {
        return b;
      }
    }
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || (0xd0 <= marker && marker <= START_OF_IMAGE);
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
  private static boolean isFrame(int marker) {
    return 0xc0 <= marker && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isApplicationData(int marker) {
    return (APP0 <= marker && marker <= 0xef) || marker == COMMENT;
  }

  private static boolean startsWith(byte[] segment, byte[] name) {
    return segment.length >= name.length
        && Arrays.equals(segment, 0, name.length, name, 0, name.length);
  }

  private static int unsignedShort(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
  }
}
