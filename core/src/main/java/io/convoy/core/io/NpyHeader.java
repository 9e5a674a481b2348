package io.convoy.core.io;

import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of an {@code .npy} file, versions 1.0 to 3.0: magic, version, length, and a Python
 * dictionary of element type, order and shape.
 *
 * @param dataPosition where the numbers begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     description</a>
 */
record NpyHeader(
    ElementType type, ByteOrder byteOrder, boolean fortranOrder, Shape shape, long dataPosition) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Magic and two bytes of version. */
  private static final int PREAMBLE = MAGIC.length + 2;

  /** The numbers of a file that we write begin at a multiple of this, as NumPy's do. */
  private static final int ALIGNMENT = 64;

  /** Far more than a header of plain numbers needs; a longer one is damaged. */
  private static final int LONGEST_HEADER = 1 << 20;

  private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"])(.*?)\\1");
  private static final Pattern STRUCTURED = Pattern.compile("['\"]descr['\"]\\s*:\\s*\\[");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

  static NpyHeader read(ChannelReader file) throws IOException {
    if (file.size() < PREAMBLE) {
      throw file.broken("not an npy file, it is too short: bytes=" + file.size());
    }
    byte[] preamble = file.bytes(0, PREAMBLE);
    if (!Arrays.equals(preamble, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw file.broken("not an npy file, it doesn't begin with \\x93NUMPY");
    }
    int version = preamble[MAGIC.length];
    if (version < 1 || version > 3) {
      throw file.broken("npy version must be 1, 2 or 3: version=" + version);
    }
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer prefix = file.littleEndian(PREAMBLE, lengthBytes);
    long length =
        version == 1
            ? Short.toUnsignedLong(prefix.getShort())
            : Integer.toUnsignedLong(prefix.getInt());
    if (length > LONGEST_HEADER) {
      throw file.broken("npy header must be shorter than 1 MiB: bytes=" + length);
    }
    byte[] dictionary = file.bytes(PREAMBLE + lengthBytes, (int) length);
    // Version 3 is UTF-8, the older ones are Latin-1; what we look for is ASCII in both.
    String text = new String(dictionary, StandardCharsets.ISO_8859_1);
    NpyHeader header = parse(file, text, PREAMBLE + lengthBytes + length);
    file.require(header.dataPosition() + header.shape().elements() * header.type().bytes());
    return header;
  }

  /** The bytes that stand before little-endian float32 numbers in C order, as version 1.0. */
  static byte[] forFloats(Shape shape) {
    String extents =
        Arrays.stream(shape.extents()).mapToObj(e -> e + ",").collect(Collectors.joining(" "));
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + extents + "), }";
    int unpadded = PREAMBLE + Short.BYTES + dictionary.length() + 1;
    int padding = -unpadded & (ALIGNMENT - 1);
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(PREAMBLE + Short.BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  private static NpyHeader parse(ChannelReader file, String text, long dataPosition)
      throws IOException {
    if (STRUCTURED.matcher(text).find()) {
      throw file.broken("npy elements must be plain numbers, not records with fields");
    }
    String descr = find(file, DESCR, 2, "descr", text);
    boolean fortran = find(file, ORDER, 1, "fortran_order", text).equals("True");
    String extents = find(file, SHAPE, 1, "shape", text).replace("L", "");
    long[] numbers;
    try {
      numbers =
          Arrays.stream(extents.split(","))
              .map(String::strip)
              .filter(extent -> !extent.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
    } catch (NumberFormatException e) {
      throw file.broken("npy shape must be whole numbers: shape=(" + extents + ")");
    }
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type(file, descr), order, fortran, file.shape(numbers), dataPosition);
  }

  private static String find(
      ChannelReader file, Pattern pattern, int group, String key, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw file.broken("npy header must tell " + key + ": header=" + text.strip());
    }
    return found.group(group);
  }

  private static ElementType type(ChannelReader file, String descr) throws IOException {
    String kind = descr.replaceFirst("^[<>|=]", "");
    return switch (kind) {
      case "f4" -> ElementType.FLOAT32;
      case "f8" -> ElementType.FLOAT64;
      case "f2" -> ElementType.FLOAT16;
      case "u1" -> ElementType.UINT8;
      case "O" ->
          throw file.broken(
              "npy elements must be numbers, not Python objects: dtype=object,"
                  + " save with astype('float32')");
      default ->
          throw file.broken(
              "npy elements must be float32, float64, float16 or uint8: dtype="
                  + descr
                  + ", save with astype('float32')");
    };
  }
}
