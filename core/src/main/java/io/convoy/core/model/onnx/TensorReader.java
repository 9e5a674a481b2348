package io.convoy.core.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.HalfFloats;
import io.convoy.core.model.graph.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the fields of one TensorProto. */
final class TensorReader {
  /** Where external data comes from: the entries of the tensor, and the bytes that it needs. */
  @FunctionalInterface
  interface Outside {
    ByteBuffer open(Map<String, String> where, long bytes) throws IOException;
  }

  private final List<Long> dims = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> where = new HashMap<>();
  private int type = 1;
  private String name = "";
  private ByteBuffer raw;
  private boolean outside;
  private double[] reals = {};
  private int realCount;
  private long[] wholes = {};
  private int wholeCount;

  String name() {
    return name;
  }

  boolean field(int number, CodedInputStream in) throws IOException {
    switch (number) {
      case 1 /* dims */ -> each(in, () -> dims.add(in.readInt64()));
      case 2 /* data_type */ -> type = in.readInt32();
      case 4 /* float_data */ -> each(in, () -> real(in.readFloat()));
      case 5 /* int32_data */ -> each(in, () -> whole(in.readInt32()));
      case 6 /* string_data */ -> texts.add(in.readBytes().toStringUtf8());
      case 7 /* int64_data */ -> each(in, () -> whole(in.readInt64()));
      case 8 /* name */ -> name = in.readStringRequireUtf8();
      case 9 /* raw_data */ -> raw = in.readByteBuffer();
      case 10 /* double_data */ -> each(in, () -> real(in.readDouble()));
      case 11 /* uint64_data */ -> each(in, () -> whole(in.readUInt64()));
      case 13 /* external_data */ -> entry(ModelReader.stream(in.readByteBuffer()));
      case 14 /* data_location */ -> outside = in.readEnum() == 1;
      default -> {
        return false;
      }
    }
    return true;
  }

  Value value(Outside files) throws IOException {
    DataType held;
    try {
      held = DataType.of(type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a tensor's element type must be one that is known: tensor=" + name + ", type=" + type,
          e);
    }
    int[] extents = new int[dims.size()];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = Math.toIntExact(dims.get(d));
      if (extents[d] < 0) {
        throw new IllegalArgumentException(
            "an extent must not be negative: tensor=" + name + ", extents=" + dims);
      }
    }
    int count = Value.count(extents);
    if (outside) {
      raw = files.open(where, (long) count * held.bytes());
    }
    if (raw != null && held != DataType.STRING) {
      return fromRaw(held, extents, count);
    }
    return fromFields(held, extents, count);
  }

  private Value fromRaw(DataType held, int[] extents, int count) {
    complete(raw.remaining(), (long) count * held.bytes(), extents);
    ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
    if (held == DataType.FLOAT) {
      return Value.view(bytes.asFloatBuffer(), extents);
    }
    Value value = Value.zeros(held, extents);
    int at = bytes.position();
    for (int i = 0; i < count; i++) {
      switch (held) {
        case FLOAT -> value.set(i, bytes.getFloat(at + 4 * i));
        case DOUBLE -> value.set(i, bytes.getDouble(at + 8 * i));
        case FLOAT16 -> value.set(i, HalfFloats.toFloat(bytes.getShort(at + 2 * i)));
        case BFLOAT16 -> value.set(i, HalfFloats.fromBfloat(bytes.getShort(at + 2 * i)));
        case INT64, UINT64 -> value.set(i, bytes.getLong(at + 8 * i));
        case INT32, UINT32 -> value.set(i, (long) bytes.getInt(at + 4 * i));
        case INT16, UINT16 -> value.set(i, (long) bytes.getShort(at + 2 * i));
        case INT8, UINT8, BOOL -> value.set(i, (long) bytes.get(at + i));
        case STRING -> throw new AssertionError("strings are never raw");
      }
    }
    return value;
  }

  private Value fromFields(DataType held, int[] extents, int count) {
    Value value = Value.zeros(held, extents);
    int given =
        switch (held) {
          case FLOAT, DOUBLE -> realCount;
          case STRING -> texts.size();
          case FLOAT16, BFLOAT16, UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
              wholeCount;
        };
    complete(given, count, extents);
    for (int i = 0; i < count; i++) {
      switch (held) {
        case FLOAT, DOUBLE -> value.set(i, reals[i]);
        case FLOAT16 -> value.set(i, HalfFloats.toFloat((short) wholes[i]));
        case BFLOAT16 -> value.set(i, HalfFloats.fromBfloat((short) wholes[i]));
        case STRING -> value.set(i, texts.get(i));
        case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
            value.set(i, wholes[i]);
      }
    }
    return value;
  }

  private void complete(long given, long needed, int[] extents) {
    if (given != needed) {
      throw new IllegalArgumentException(
          "a tensor must have the numbers that its extents say: tensor="
              + name
              + ", extents="
              + Arrays.toString(extents)
              + ", given="
              + given
              + ", needed="
              + needed);
    }
  }

  private void entry(CodedInputStream in) throws IOException {
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> key = in.readStringRequireUtf8();
        case 2 -> value = in.readStringRequireUtf8();
        default -> in.skipField(tag);
      }
    }
    where.put(key, value);
  }

  private void real(double number) {
    if (realCount == reals.length) {
      reals = Arrays.copyOf(reals, Math.max(16, 2 * realCount));
    }
    reals[realCount++] = number;
  }

  private void whole(long number) {
    if (wholeCount == wholes.length) {
      wholes = Arrays.copyOf(wholes, Math.max(16, 2 * wholeCount));
    }
    wholes[wholeCount++] = number;
  }

  /** Reads one element and keeps it. */
  @FunctionalInterface
  private interface Element {
    void read() throws IOException;
  }

  /** A repeated field of numbers, packed or not. */
  private static void each(CodedInputStream in, Element element) throws IOException {
    if (WireFormat.getTagWireType(in.getLastTag()) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int limit = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        element.read();
      }
      in.popLimit(limit);
    } else {
      element.read();
    }
  }
}
