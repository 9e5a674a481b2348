package io.convoy.core.io;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.apache.arrow.memory.ArrowBuf;

/** Reads bytes and tensors at positions of a channel, and says where a file ends too soon. */
final class ChannelReader {
  /** What is turned into floats at once. */
  private static final int PIECE_BYTES = 256 << 10;

  /** The longest array that every JVM can make. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final SeekableByteChannel channel;
  private final String path;

  ChannelReader(SeekableByteChannel channel, String path) {
    this.channel = channel;
    this.path = path;
  }

  String path() {
    return path;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** A failure of this file: its path, then what is wrong with it. */
  IOException broken(String reason) {
    return new IOException(path + ": " + reason);
  }

  /** Fails unless the file has this many bytes. */
  void require(long bytes) throws IOException {
    long size = channel.size();
    if (size < bytes) {
      throw broken("file ends too soon: bytes=" + size + ", needed=" + bytes);
    }
  }

  /** The bytes from a position on. */
  byte[] bytes(long position, int length) throws IOException {
    if (position < 0 || length < 0 || position > Long.MAX_VALUE - length) {
      throw broken("no such place in the file: position=" + position + ", length=" + length);
    }
    require(position + length);
    byte[] bytes = new byte[length];
    channel.position(position);
    fill(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** The bytes from a position on as little-endian numbers. */
  ByteBuffer littleEndian(long position, int length) throws IOException {
    return ByteBuffer.wrap(bytes(position, length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A row-major tensor whose first element lies at {@code position}. */
  Tensor tensor(long position, Shape shape, ElementType type, ByteOrder order) throws IOException {
    int count = arrayLength(shape);
    require(position + (long) count * type.bytes());
    float[] numbers = new float[count];
    floats(position, type, order, numbers, 0, count);
    return new Tensor(shape, numbers);
  }

  /** Some rows of a tensor (C, H, W) whose first element lies at {@code position}. */
  Tensor rows(long position, Shape shape, Range rows, ElementType type, ByteOrder order)
      throws IOException {
    Shape part = Cut.rowsShape(shape, rows);
    require(position + shape.elements() * type.bytes());
    float[] numbers = new float[arrayLength(part)];
    int length = rows.length() * shape.extent(2);
    for (int c = 0; c < shape.extent(0); c++) {
      long first = ((long) c * shape.extent(1) + rows.from()) * shape.extent(2);
      floats(position + first * type.bytes(), type, order, numbers, c * length, length);
    }
    return new Tensor(part, numbers);
  }

  private void floats(
      long position, ElementType type, ByteOrder order, float[] numbers, int from, int count)
      throws IOException {
    int step = PIECE_BYTES / type.bytes();
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, (long) count * type.bytes())).order(order);
    channel.position(position);
    for (int done = 0; done < count; done += step) {
      int n = Math.min(step, count - done);
      piece.clear().limit(n * type.bytes());
      fill(piece);
      type.toFloats(piece.flip(), numbers, from + done, n);
    }
  }

  /** The number of elements, if an array holds as many. */
  int arrayLength(Shape shape) throws IOException {
    long elements = shape.elements();
    if (elements > LONGEST_ARRAY) {
      throw broken(
          "a tensor must fit into one array: shape="
              + shape
              + ", elements="
              + elements
              + ", most="
              + LONGEST_ARRAY);
    }
    return (int) elements;
  }

  /** The shape with these extents, as a file's header tells them; a scalar is taken as (1). */
  Shape shape(long... extents) throws IOException {
    if (extents.length == 0) {
      return Shape.of(1);
    }
    int[] checked = new int[extents.length];
    long elements = 1;
    for (int d = 0; d < extents.length; d++) {
      if (extents[d] < 0 || extents[d] > Integer.MAX_VALUE) {
        throw broken("an extent must be from 0 to 2147483647: extent=" + extents[d]);
      }
      checked[d] = (int) extents[d];
      if (Math.multiplyHigh(elements, extents[d]) != 0 || elements * extents[d] < 0) {
        throw broken("the shape has more elements than can be counted");
      }
      elements *= extents[d];
    }
    return Shape.of(checked);
  }

  /** Reads bytes into Arrow's memory. */
  void read(long position, ArrowBuf target, long length) throws IOException {
    channel.position(position);
    for (long done = 0; done < length; done += PIECE_BYTES) {
      fill(target.nioBuffer(done, (int) Math.min(PIECE_BYTES, length - done)));
    }
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw broken("file ends too soon: missing=" + buffer.remaining());
      }
    }
  }
}
