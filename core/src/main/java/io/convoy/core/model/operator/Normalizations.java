package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Operators that shift and scale numbers by what their neighbours or the weights say. */
final class Normalizations {
  private Normalizations() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("BatchNormalization", Normalizations::batch),
        Plain.of("InstanceNormalization", Normalizations::instance),
        Plain.of("LRN", Normalizations::lrn));
  }

  private static Prepared batch(Call call) {
    Operand x = call.input(0);
    boolean training = call.attributes().flag("training_mode", false);
    float epsilon = call.attributes().real("epsilon", 1e-5f);
    float momentum = call.attributes().real("momentum", 0.9f);
    int channels = x.rank() < 2 ? 1 : x.extent(1);
    for (int i = 1; i < 5; i++) {
      if (Value.count(call.input(i).extents()) != channels) {
        throw new IllegalArgumentException(
            "batch norm needs one number a channel: " + call.input(i) + ", input=" + x);
      }
    }
    int inner = Positions.product(x.extents(), Math.min(2, x.rank()), x.rank());
    int images = x.extent(0);
    List<TensorType> made = new ArrayList<>();
    made.add(new TensorType(x.type(), x.extents()));
    for (int i = 1; training && i < call.outputs(); i++) {
      made.add(new TensorType(call.input(i + 2).type(), call.input(i + 2).extents()));
    }
    return new Prepared(
        made,
        0,
        (in, out) -> {
          for (int c = 0; c < channels; c++) {
            double mean = in[3].real(c);
            double variance = in[4].real(c);
            if (training) {
              double[] seen = moments(in[0], c, channels, images, inner);
              for (int i = 1; i < out.length; i++) {
                out[i].set(c, in[i + 2].real(c) * momentum + seen[i - 1] * (1 - momentum));
              }
              mean = seen[0];
              variance = seen[1];
            }
            double scale = in[1].real(c) / Math.sqrt(variance + epsilon);
            for (int n = 0; n < images; n++) {
              int from = (n * channels + c) * inner;
              for (int i = from; i < from + inner; i++) {
                out[0].set(i, (in[0].real(i) - mean) * scale + in[2].real(c));
              }
            }
          }
        });
  }

  /** Mean and variance of a channel over all images. */
  private static double[] moments(Value x, int c, int channels, int images, int inner) {
    double sum = 0;
    for (int n = 0; n < images; n++) {
      for (int i = 0; i < inner; i++) {
        sum += x.real((n * channels + c) * inner + i);
      }
    }
    double mean = sum / ((double) images * inner);
    double squares = 0;
    for (int n = 0; n < images; n++) {
      for (int i = 0; i < inner; i++) {
        double away = x.real((n * channels + c) * inner + i) - mean;
        squares += away * away;
      }
    }
    return new double[] {mean, squares / ((double) images * inner)};
  }

  private static Prepared instance(Call call) {
    Operand x = call.input(0);
    float epsilon = call.attributes().real("epsilon", 1e-5f);
    int channels = x.extent(1);
    int inner = Positions.product(x.extents(), 2, x.rank());
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          for (int plane = 0; plane < x.extent(0) * channels; plane++) {
            double[] seen = plane(in[0], plane * inner, inner);
            double scale = in[1].real(plane % channels) / Math.sqrt(seen[1] + epsilon);
            for (int i = plane * inner; i < (plane + 1) * inner; i++) {
              out[0].set(i, (in[0].real(i) - seen[0]) * scale + in[2].real(plane % channels));
            }
          }
        });
  }

  private static double[] plane(Value x, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += x.real(i);
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += (x.real(i) - mean) * (x.real(i) - mean);
    }
    return new double[] {mean, squares / count};
  }

  private static Prepared lrn(Call call) {
    Operand x = call.input(0);
    int size = (int) call.attributes().number("size", 1);
    float alpha = call.attributes().real("alpha", 1e-4f);
    float beta = call.attributes().real("beta", 0.75f);
    float bias = call.attributes().real("bias", 1f);
    int channels = x.extent(1);
    int inner = Positions.product(x.extents(), 2, x.rank());
    return Prepared.of(
        new TensorType(x.type(), x.extents()),
        (in, out) -> {
          for (int i = 0; i < out[0].elements(); i++) {
            int c = i / inner % channels;
            int first = Math.max(0, c - (size - 1) / 2);
            int last = Math.min(channels - 1, c + size / 2);
            double sum = 0;
            for (int k = first; k <= last; k++) {
              double value = in[0].real(i + (k - c) * inner);
              sum += value * value;
            }
            out[0].set(i, in[0].real(i) / StrictMath.pow(bias + alpha / size * sum, beta));
          }
        });
  }
}
