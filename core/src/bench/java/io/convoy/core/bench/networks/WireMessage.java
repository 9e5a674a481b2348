package io.convoy.core.bench.networks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffers message while it is written: fields in the order in which they are added.
 *
 * <p>Bytes are kept by reference and never copied, so that weights of half a gigabyte lie in memory
 * once. Format: <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers
 * Encoding</a>.
 */
final class WireMessage {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final List<byte[]> pieces = new ArrayList<>();
  private long size;

  WireMessage number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  WireMessage real(int field, float value) {
    tag(field, FIXED32);
    add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  WireMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The array is not copied: it must not change before it is written. */
  WireMessage bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    add(value);
    return this;
  }

  WireMessage message(int field, WireMessage value) {
    tag(field, LENGTH);
    varint(value.size);
    value.pieces.forEach(this::add);
    return this;
  }

  /** Adds the fields of another message behind those of this one. */
  WireMessage join(WireMessage other) {
    other.pieces.forEach(this::add);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private void varint(long value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    add(bytes.toByteArray());
  }

  private void add(byte[] piece) {
    pieces.add(piece);
    size += piece.length;
  }
}
