package io.convoy.core.model.operator;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import java.util.List;

/** QuantizeLinear and DequantizeLinear, as they stand around weights. */
final class Quantization {
  private Quantization() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("QuantizeLinear", Quantization::quantize),
        Plain.of("DequantizeLinear", Quantization::dequantize));
  }

  private static int axis(Call call, Operand x, Operand scale) {
    return scale.rank() == 0 || Value.count(scale.extents()) == 1
        ? -1
        : Call.axis(call.attributes().number("axis", 1), x.rank());
  }

  /** Which scale an element has. */
  private static int channel(Operand x, int axis, int i) {
    return axis < 0 ? 0 : i / Positions.product(x.extents(), axis + 1, x.rank()) % x.extent(axis);
  }

  private static Prepared quantize(Call call) {
    Operand x = call.input(0);
    int axis = axis(call, x, call.input(1));
    DataType to = call.has(2) ? call.input(2).type() : DataType.UINT8;
    boolean signed = to == DataType.INT8;
    if (!signed && to != DataType.UINT8) {
      throw new IllegalArgumentException("quantized numbers must be INT8 or UINT8: type=" + to);
    }
    return Prepared.of(
        new TensorType(to, x.extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            int c = channel(x, axis, i);
            double zero = in.length > 2 && in[2] != null ? in[2].real(c) : 0;
            double value = Math.rint((float) in[0].real(i) / (float) in[1].real(c)) + zero;
            out[0].set(i, (long) Math.max(signed ? -128 : 0, Math.min(signed ? 127 : 255, value)));
          }
        });
  }

  private static Prepared dequantize(Call call) {
    Operand x = call.input(0);
    int axis = axis(call, x, call.input(1));
    return Prepared.of(
        new TensorType(call.input(1).type(), x.extents()),
        (in, out) -> {
          for (int i = 0; i < in[0].elements(); i++) {
            int c = channel(x, axis, i);
            double zero = in.length > 2 && in[2] != null ? in[2].real(c) : 0;
            out[0].set(i, (in[0].real(i) - zero) * in[1].real(c));
          }
        });
  }
}
