package io.convoy.core.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes small ONNX models for tests, with seeded weights; field numbers are onnx.proto's. */
final class OnnxWriter {
  private final Message graph = new Message();
  private final Random random;
  private int opset = 17;

  OnnxWriter(long seed) {
    this.random = new Random(seed);
  }

  OnnxWriter opset(int version) {
    opset = version;
    return this;
  }

  /** An input of floats; -1 is a dimension that is left open. */
  OnnxWriter input(String name, int... extents) {
    graph.message(11, info(name, 1, extents));
    return this;
  }

  OnnxWriter output(String name) {
    graph.message(12, info(name, 1));
    return this;
  }

  OnnxWriter longOutput(String name) {
    graph.message(12, info(name, 7));
    return this;
  }

  /** Normally distributed weights. */
  OnnxWriter weights(String name, double scale, int... extents) {
    float[] numbers = new float[count(extents)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() * scale);
    }
    return floats(name, numbers, extents);
  }

  /** Positive numbers from 0.5 to 1.5. */
  OnnxWriter positive(String name, int... extents) {
    float[] numbers = new float[count(extents)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 0.5f + random.nextFloat();
    }
    return floats(name, numbers, extents);
  }

  OnnxWriter floats(String name, float[] numbers, int... extents) {
    ByteBuffer raw = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(numbers);
    graph.message(5, tensor(name, 1, extents).bytes(9, raw.array()));
    return this;
  }

  OnnxWriter longs(String name, long... numbers) {
    ByteBuffer raw = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(numbers);
    graph.message(5, tensor(name, 7, numbers.length).bytes(9, raw.array()));
    return this;
  }

  /** Weights outside of the file. */
  OnnxWriter external(String name, String location, int... extents) {
    Message entry = new Message().text(1, "location").text(2, location);
    graph.message(5, tensor(name, 1, extents).message(13, entry).number(14, 1));
    return this;
  }

  /** A node that makes {@code output}, called as it is. */
  OnnxWriter node(String operator, String output, String inputs, Message... attributes) {
    Message node = new Message();
    for (String input : inputs.split(" ", -1)) {
      node.text(1, input.equals("-") ? "" : input);
    }
    node.text(2, output).text(3, output + "_node").text(4, operator);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return this;
  }

  static Message ints(String name, long... values) {
    Message attribute = new Message().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7);
  }

  static Message number(String name, long value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  static Message real(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1);
  }

  static Message text(String name, String value) {
    return new Message().text(1, name).text(4, value).number(20, 3);
  }

  byte[] bytes() {
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, opset))
        .bytes();
  }

  private static int count(int... extents) {
    int count = 1;
    for (int extent : extents) {
      count *= extent;
    }
    return count;
  }

  private static Message tensor(String name, int type, int... extents) {
    Message tensor = new Message();
    for (int extent : extents) {
      tensor.number(1, extent);
    }
    return tensor.number(2, type).text(8, name);
  }

  private static Message info(String name, int type, int... extents) {
    Message tensor = new Message().number(1, type);
    if (extents.length > 0) {
      Message shape = new Message();
      for (int extent : extents) {
        shape.message(1, extent < 0 ? new Message().text(2, "N") : new Message().number(1, extent));
      }
      tensor.message(2, shape);
    }
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message under construction. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message real(int field, float value) {
      varint((long) field << 3 | 5);
      int bits = Float.floatToIntBits(value);
      for (int i = 0; i < 4; i++) {
        out.write(bits >> 8 * i);
      }
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
