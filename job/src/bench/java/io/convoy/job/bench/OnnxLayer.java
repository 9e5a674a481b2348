package io.convoy.job.bench;

import com.google.protobuf.CodedOutputStream;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the model of one layer that the peer runs: a convolution that keeps the size and, where
 * maps are pooled, their average. Input {@code x} of any number and size of images, output {@code
 * y}. Field numbers are those of onnx.proto.
 */
final class OnnxLayer {
  static final String INPUT = "x";
  static final String OUTPUT = "y";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxLayer() {}

  static byte[] of(Tensor filters, Pool pool) throws IOException {
    int channels = filters.shape().extent(0);
    int inputChannels = filters.shape().extent(1);
    int kernel = filters.shape().extent(2);
    int pad = kernel / 2;
    boolean pooled = pool == Pool.AVG;
    byte[] conv =
        message(
            out -> {
              out.writeString(1, INPUT);
              out.writeString(1, "w");
              out.writeString(2, pooled ? "maps" : OUTPUT);
              out.writeString(4, "Conv");
              out.writeByteArray(5, ints("kernel_shape", kernel, kernel));
              out.writeByteArray(5, ints("pads", pad, pad, pad, pad));
            });
    byte[] graph =
        message(
            out -> {
              out.writeByteArray(1, conv);
              if (pooled) {
                out.writeByteArray(1, node("GlobalAveragePool", "maps", "means"));
                out.writeByteArray(1, node("Flatten", "means", OUTPUT));
              }
              out.writeString(2, "layer");
              out.writeByteArray(5, weights(filters));
              out.writeByteArray(11, value(INPUT, -1, inputChannels, -1, -1));
              out.writeByteArray(
                  12, pooled ? value(OUTPUT, -1, channels) : value(OUTPUT, -1, channels, -1, -1));
            });
    return message(
        out -> {
          out.writeInt64(1, IR_VERSION);
          out.writeByteArray(7, graph);
          out.writeByteArray(8, message(opset -> opset.writeInt64(2, OPSET)));
        });
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] node(String operator, String input, String output) throws IOException {
    return message(
        out -> {
          out.writeString(1, input);
          out.writeString(2, output);
          out.writeString(4, operator);
        });
  }

  private static byte[] ints(String name, int... values) throws IOException {
    return message(
        out -> {
          out.writeString(1, name);
          for (int value : values) {
            out.writeInt64(8, value);
          }
          out.writeInt32(20, ATTRIBUTE_INTS);
        });
  }

  private static byte[] weights(Tensor filters) throws IOException {
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * filters.data().length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(filters.data());
    return message(
        out -> {
          for (int extent : filters.shape().extents()) {
            out.writeInt64(1, extent);
          }
          out.writeInt32(2, FLOAT);
          out.writeString(8, "w");
          out.writeByteArray(9, raw.array());
        });
  }

  private static byte[] dimension(int extent, String name) throws IOException {
    return message(
        out -> {
          if (extent < 0) {
            out.writeString(2, name);
          } else {
            out.writeInt64(1, extent);
          }
        });
  }

  /** A value of floats; an extent of -1 is left open. */
  private static byte[] value(String name, int... extents) throws IOException {
    byte[] shape =
        message(
            out -> {
              for (int d = 0; d < extents.length; d++) {
                out.writeByteArray(1, dimension(extents[d], "any" + d));
              }
            });
    byte[] tensor =
        message(
            out -> {
              out.writeInt32(1, FLOAT);
              out.writeByteArray(2, shape);
            });
    return message(
        out -> {
          out.writeString(1, name);
          out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
  }
}
