package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Resize and Upsample: nearest, linear and cubic, one axis after the other. */
final class Resampling {
  private Resampling() {}

  static List<Operator> all() {
    return List.of(
        Plain.of("Resize", Resampling::resize), Plain.of("Upsample", Resampling::upsample));
  }

  private static Prepared upsample(Call call) {
    Operand x = call.input(0);
    float[] scales =
        call.has(1)
            ? call.constant(1, "scales").orElseThrow().toFloats()
            : call.attributes()
                .reals("scales")
                .orElseGet(() -> new float[] {1, 1, old(call, "height"), old(call, "width")});
    Resampler resampler =
        new Resampler(
            call.attributes().text("mode", "nearest"), "asymmetric", "floor", -0.75f, false);
    return resampled(call, x, scaled(x, scales), scales, resampler, new float[0]);
  }

  private static float old(Call call, String axis) {
    return call.attributes().real(axis + "_scale", 1f);
  }

  private static int[] scaled(Operand x, float[] scales) {
    if (scales.length != x.rank()) {
      throw new IllegalArgumentException(
          "one scale a dimension: scales=" + Arrays.toString(scales) + ", input=" + x);
    }
    int[] extents = new int[x.rank()];
    for (int d = 0; d < extents.length; d++) {
      extents[d] = (int) Math.floor((double) x.extent(d) * scales[d]);
    }
    return extents;
  }

  private static Prepared resize(Call call) {
    Operand x = call.input(0);
    Attributes a = call.attributes();
    boolean old = call.opset() < 11;
    int[] axes =
        a.ints("axes").orElseGet(() -> java.util.stream.IntStream.range(0, x.rank()).toArray());
    float[] scales = new float[x.rank()];
    Arrays.fill(scales, 1f);
    int[] extents = x.extents().clone();
    Value given = call.constant(old ? 1 : 2, "scales").filter(v -> v.elements() > 0).orElse(null);
    Value sizes = call.constant(3, "sizes").filter(v -> v.elements() > 0).orElse(null);
    if (given == null && sizes == null) {
      throw new IllegalArgumentException("a resize needs scales or sizes: input=" + x);
    }
    for (int i = 0; i < axes.length; i++) {
      int d = Call.axis(axes[i], x.rank());
      if (sizes != null) {
        extents[d] = (int) sizes.integer(i);
        scales[d] = (float) extents[d] / x.extent(d);
      } else {
        scales[d] = (float) given.real(i);
        extents[d] = (int) Math.floor((double) x.extent(d) * scales[d]);
      }
    }
    keepAspect(a, axes, x, scales, extents, sizes != null);
    String mode = a.text("mode", "nearest");
    boolean shrinks = false;
    for (float scale : scales) {
      shrinks |= scale < 1f;
    }
    if (a.flag("antialias", false) && shrinks && !mode.equals("nearest")) {
      throw new IllegalArgumentException(
          "antialias is not supported where an image becomes smaller: input=" + x);
    }
    Resampler resampler =
        new Resampler(
            mode,
            old ? "asymmetric" : a.text("coordinate_transformation_mode", "half_pixel"),
            old ? shrinks ? "ceil" : "floor" : a.text("nearest_mode", "round_prefer_floor"),
            a.real("cubic_coeff_a", -0.75f),
            a.flag("exclude_outside", false));
    float[] roi =
        old || !a.text("coordinate_transformation_mode", "").equals("tf_crop_and_resize")
            ? new float[0]
            : call.constant(1, "roi").orElseThrow().toFloats();
    return resampled(call, x, extents, scales, resampler, roi);
  }

  private static void keepAspect(
      Attributes a, int[] axes, Operand x, float[] scales, int[] extents, boolean sized) {
    String policy = a.text("keep_aspect_ratio_policy", "stretch");
    if (policy.equals("stretch") || !sized) {
      return;
    }
    float chosen = scales[axes[0]];
    for (int axis : axes) {
      chosen =
          policy.equals("not_larger")
              ? Math.min(chosen, scales[axis])
              : Math.max(chosen, scales[axis]);
    }
    for (int axis : axes) {
      scales[axis] = chosen;
      extents[axis] = (int) Math.rint((double) x.extent(axis) * chosen);
    }
  }

  private static Prepared resampled(
      Call call, Operand x, int[] extents, float[] scales, Resampler resampler, float[] roi) {
    float outside = call.attributes().real("extrapolation_value", 0f);
    Resampler.Axis[] axes = new Resampler.Axis[x.rank()];
    for (int d = 0; d < axes.length; d++) {
      axes[d] =
          resampler.axis(
              x.extent(d),
              extents[d],
              scales[d],
              roi.length == 0 ? 0f : roi[d],
              roi.length == 0 ? 1f : roi[d + x.rank()]);
    }
    int[] strides = Positions.strides(x.extents());
    return Prepared.of(
        new TensorType(x.type(), extents),
        (in, out) -> {
          int[] position = new int[extents.length];
          for (int i = 0; i < out[0].elements(); i++) {
            boolean inside = true;
            for (int d = 0; d < axes.length; d++) {
              inside &= axes[d].inside(position[d]);
            }
            double value = inside ? sum(in[0], axes, position, strides, 0, 0) : outside;
            out[0].set(i, value);
            Positions.next(position, extents);
          }
        });
  }

  /** The weighted sum over the taps of one axis, of the sums over those of the next. */
  private static double sum(
      Value x, Resampler.Axis[] axes, int[] position, int[] strides, int d, int from) {
    if (d == axes.length) {
      return x.real(from);
    }
    Resampler.Axis axis = axes[d];
    double sum = 0;
    for (int k = 0; k < axis.taps(); k++) {
      float weight = axis.weight(position[d], k);
      if (weight == 1f && axis.taps() == 1) {
        return sum(
            x, axes, position, strides, d + 1, from + axis.source(position[d], k) * strides[d]);
      }
      if (weight != 0f) {
        sum +=
            weight
                * sum(
                    x,
                    axes,
                    position,
                    strides,
                    d + 1,
                    from + axis.source(position[d], k) * strides[d]);
      }
    }
    return sum;
  }
}
