package io.convoy.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The frame of an Arrow IPC file: the magic and the schema, record batches, and the footer that
 * finds them. A batch comes whole, or as an outline whose bytes follow in their order; Arrow's own
 * file writer knows only the first.
 */
final class ArrowFrame {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  /** Floats on their way into a streamed body. */
  private static final int PIECE_FLOATS = 1 << 16;

  private final WriteChannel out;
  private final Schema schema;
  private final List<ArrowBlock> blocks = new ArrayList<>();
  private final ByteBuffer piece =
      ByteBuffer.allocate(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Begins a file. */
  ArrowFrame(WritableByteChannel channel, Schema schema) throws IOException {
    this.out = new WriteChannel(channel);
    this.schema = schema;
    out.write(MAGIC);
    out.align();
    MessageSerializer.serialize(out, schema);
  }

  /** Writes a batch, and releases it. */
  void batch(ArrowRecordBatch batch) throws IOException {
    try (batch) {
      blocks.add(MessageSerializer.serialize(out, batch));
    }
  }

  /**
   * Writes what a batch of one row says of itself; {@link #bytes} and {@link #floats} fill its
   * buffers in their order, each closed by {@link #endBuffer}. It is never compressed, whatever the
   * file's other batches are.
   *
   * @param nodes elements of each field, depth first
   * @param buffers length of each buffer in bytes
   */
  void begin(List<Integer> nodes, List<Long> buffers) throws IOException {
    List<ArrowFieldNode> fields = nodes.stream().map(n -> new ArrowFieldNode(n, 0)).toList();
    List<ArrowBuf> outlines = buffers.stream().map(ArrowFrame::outline).toList();
    try (ArrowRecordBatch batch =
        new ArrowRecordBatch(
            1, fields, outlines, NoCompressionCodec.DEFAULT_BODY_COMPRESSION, true, false)) {
      long start = out.getCurrentPosition();
      ByteBuffer metadata = MessageSerializer.serializeMetadata(batch);
      int unpadded = 2 * Integer.BYTES + metadata.remaining();
      int length = unpadded + (-unpadded & 7);
      out.writeIntLittleEndian(MessageSerializer.IPC_CONTINUATION_TOKEN);
      out.writeIntLittleEndian(length - 2 * Integer.BYTES);
      out.write(metadata);
      out.align();
      blocks.add(new ArrowBlock(start, length, batch.computeBodyLength()));
    }
  }

  void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void floats(float[] numbers, int from, int count) throws IOException {
    for (int done = 0; done < count; done += PIECE_FLOATS) {
      int n = Math.min(PIECE_FLOATS, count - done);
      piece.clear().limit(n * Float.BYTES);
      piece.asFloatBuffer().put(numbers, from + done, n);
      out.write(piece);
    }
  }

  /** Fills a buffer up to the multiple of 8 at which the next one starts. */
  void endBuffer() throws IOException {
    out.align();
  }

  /** Writes the footer. */
  void end() throws IOException {
    out.writeIntLittleEndian(MessageSerializer.IPC_CONTINUATION_TOKEN);
    out.writeIntLittleEndian(0);
    long start = out.getCurrentPosition();
    out.write(new ArrowFooter(schema, List.of(), blocks, Map.of()), false);
    out.writeIntLittleEndian((int) (out.getCurrentPosition() - start));
    out.write(MAGIC);
  }

  /** A buffer of that length without memory behind it, of which only the length is asked. */
  private static ArrowBuf outline(long length) {
    return new ArrowBuf(ReferenceManager.NO_OP, null, length, 0).writerIndex(length);
  }
}
