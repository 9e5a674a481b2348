package io.convoy.job.serde;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a block as its box and its numbers, little-endian, and no more numbers than the box has.
 *
 * <p>The numbers go through one small buffer that stays in the first cache, not through a byte
 * array as long as the block. A serializer belongs to one Kryo and so to one thread.
 */
final class BlockSerializer extends Serializer<Block> {
  private static final int CHUNK_FLOATS = 4096;

  private final byte[] chunk = new byte[CHUNK_FLOATS * Float.BYTES];
  private final ByteBuffer bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

  BlockSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Block block) {
    write(output, block.images());
    write(output, block.channels());
    write(output, block.rows());
    output.writeVarInt(block.columns(), true);
    int length = elements(block.images(), block.channels(), block.rows(), block.columns());
    for (int at = 0; at < length; at += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, length - at);
      bytes.asFloatBuffer().put(block.data(), block.offset() + at, count);
      output.writeBytes(chunk, 0, count * Float.BYTES);
    }
  }

  @Override
  public Block read(Kryo kryo, Input input, Class<Block> type) {
    Range images = readRange(input);
    Range channels = readRange(input);
    Range rows = readRange(input);
    int columns = input.readVarInt(true);
    float[] data = new float[elements(images, channels, rows, columns)];
    for (int at = 0; at < data.length; at += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, data.length - at);
      input.readBytes(chunk, 0, count * Float.BYTES);
      bytes.asFloatBuffer().get(data, at, count);
    }
    return new Block(images, channels, rows, columns, data);
  }

  private static int elements(Range images, Range channels, Range rows, int columns) {
    return Math.toIntExact(Block.elements(images, channels, rows, columns));
  }

  private static void write(Output output, Range range) {
    output.writeVarInt(range.from(), true);
    output.writeVarInt(range.to(), true);
  }

  private static Range readRange(Input input) {
    int from = input.readVarInt(true);
    return new Range(from, input.readVarInt(true));
  }
}
