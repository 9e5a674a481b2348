package io.convoy.job.serde;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Writes a key in a few bytes. */
final class PieceKeySerializer extends Serializer<PieceKey> {
  PieceKeySerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, PieceKey key) {
    output.writeVarInt(key.imagePart(), true);
    output.writeVarLong(key.record(), true);
    output.writeVarLong(key.piece() - PieceKey.REJECT, true);
  }

  @Override
  public PieceKey read(Kryo kryo, Input input, Class<PieceKey> type) {
    return new PieceKey(
        input.readVarInt(true), input.readVarLong(true), input.readVarLong(true) + PieceKey.REJECT);
  }
}
