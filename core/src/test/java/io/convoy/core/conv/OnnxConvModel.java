package io.convoy.core.conv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the smallest ONNX model that holds one Conv: inputs {@code x}, {@code w}, {@code b},
 * output {@code y}. By hand, in protobuf's wire format; field numbers are those of onnx.proto.
 */
final class OnnxConvModel {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxConvModel() {}

  /**
   * @param height as ONNX has it: no padding is negative
   * @param width as ONNX has it
   */
  static byte[] of(ConvSpec spec, Axis height, Axis width) {
    Message node =
        new Message()
            .text(1, "x")
            .text(1, "w")
            .text(1, "b")
            .text(2, "y")
            .text(4, "Conv")
            .message(5, ints("kernel_shape", height.kernel(), width.kernel()))
            .message(5, ints("strides", height.stride(), width.stride()))
            .message(5, ints("dilations", height.dilation(), width.dilation()))
            .message(
                5,
                ints(
                    "pads",
                    height.padBefore(),
                    width.padBefore(),
                    height.padAfter(),
                    width.padAfter()))
            .message(
                5,
                new Message().text(1, "group").number(3, spec.groups()).number(20, ATTRIBUTE_INT));
    int[] weights = spec.weightsShape().extents();
    Message graph =
        new Message()
            .message(1, node)
            .text(2, "conv")
            .message(
                11, value("x", spec.images(), spec.inputChannels(), height.input(), width.input()))
            .message(11, value("w", weights))
            .message(11, value("b", spec.outputChannels()))
            .message(12, value("y", spec.outputShape().extents()));
    return new Message()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPSET))
        .bytes();
  }

  private static Message ints(String name, int... values) {
    Message attribute = new Message().text(1, name);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, ATTRIBUTE_INTS);
  }

  private static Message value(String name, int... extents) {
    Message shape = new Message();
    for (int extent : extents) {
      shape.message(1, new Message().number(1, extent));
    }
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message under construction. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return delimited(field, value.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private Message delimited(int field, byte[] value) {
      varint(field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
