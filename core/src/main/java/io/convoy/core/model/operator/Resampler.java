package io.convoy.core.model.operator;

/**
 * Where the positions of a resized axis come from, by the attributes of ONNX's Resize. Positions
 * are computed in single precision, as ONNX Runtime does, so that ties fall the same way.
 *
 * @param mode nearest, linear or cubic
 * @param coordinates the coordinate transformation
 * @param nearest how nearest rounds
 */
record Resampler(
    String mode, String coordinates, String nearest, float cubic, boolean excludeOutside) {

  /** The taps of every position of an axis. */
  record Axis(int taps, int[] sources, float[] weights, boolean[] insides) {
    int source(int position, int tap) {
      return sources[position * taps + tap];
    }

    float weight(int position, int tap) {
      return weights[position * taps + tap];
    }

    boolean inside(int position) {
      return insides[position];
    }
  }

  Axis axis(int input, int output, float scale, float start, float end) {
    boolean same = input == output && scale == 1f && start == 0f && end == 1f;
    int taps =
        same
            ? 1
            : switch (mode) {
              case "nearest" -> 1;
              case "linear", "bilinear" -> 2;
              case "cubic" -> 4;
              default ->
                  throw new IllegalArgumentException(
                      "a resize must be nearest, linear or cubic: mode=" + mode);
            };
    int[] sources = new int[output * taps];
    float[] weights = new float[output * taps];
    boolean[] insides = new boolean[output];
    for (int p = 0; p < output; p++) {
      float x = same ? p : original(p, input, output, scale, start, end);
      insides[p] = !coordinates.equals("tf_crop_and_resize") || x >= 0 && x <= input - 1;
      switch (taps) {
        case 1 -> {
          sources[p] = clamp(same ? p : nearest(x), input);
          weights[p] = 1f;
        }
        case 2 -> {
          float inside = Math.max(0f, Math.min(input - 1f, x));
          int left = Math.min((int) inside, input - 1);
          sources[2 * p] = left;
          sources[2 * p + 1] = Math.min(left + 1, input - 1);
          weights[2 * p + 1] = inside - left;
          weights[2 * p] = 1f - weights[2 * p + 1];
        }
        default -> cubicTaps(x, input, p, sources, weights);
      }
    }
    return new Axis(taps, sources, weights, insides);
  }

  private void cubicTaps(float x, int input, int p, int[] sources, float[] weights) {
    int floor = (int) Math.floor(x);
    float t = x - floor;
    float sum = 0;
    for (int k = 0; k < 4; k++) {
      int source = floor - 1 + k;
      float weight = cubicWeight(Math.abs(t - (k - 1)));
      if (excludeOutside && (source < 0 || source >= input)) {
        weight = 0f;
      }
      sources[4 * p + k] = clamp(source, input);
      weights[4 * p + k] = weight;
      sum += weight;
    }
    for (int k = 0; excludeOutside && k < 4; k++) {
      weights[4 * p + k] /= sum;
    }
  }

  /** Keys' kernel. */
  private float cubicWeight(float x) {
    if (x <= 1f) {
      return ((cubic + 2f) * x - (cubic + 3f)) * x * x + 1f;
    }
    return ((cubic * x - 5f * cubic) * x + 8f * cubic) * x - 4f * cubic;
  }

  private float original(int p, int input, int output, float scale, float start, float end) {
    return switch (coordinates) {
      case "half_pixel" -> (p + 0.5f) / scale - 0.5f;
      case "pytorch_half_pixel" -> output > 1 ? (p + 0.5f) / scale - 0.5f : 0f;
      case "half_pixel_symmetric" -> {
        float adjustment = output / (scale * input);
        yield input / 2f * (1f - adjustment) + (p + 0.5f) / scale - 0.5f;
      }
      case "align_corners" ->
          output == 1 ? 0f : p * (input - 1) / (length(input, output, scale) - 1f);
      case "asymmetric" -> p / scale;
      case "tf_half_pixel_for_nn" -> (p + 0.5f) / scale;
      case "tf_crop_and_resize" ->
          output > 1
              ? start * (input - 1) + p * (end - start) * (input - 1) / (output - 1)
              : 0.5f * (start + end) * (input - 1);
      default ->
          throw new IllegalArgumentException(
              "no such coordinate transformation: coordinate_transformation_mode=" + coordinates);
    };
  }

  /**
   * The resized length, which for scales is not rounded: so ONNX's own tests have it. A scale that
   * comes from a size gives the size.
   */
  private static float length(int input, int output, float scale) {
    return scale == (float) output / input ? output : scale * input;
  }

  private int nearest(float x) {
    return switch (nearest) {
      case "round_prefer_floor" -> (int) Math.ceil(x - 0.5f);
      case "round_prefer_ceil" -> (int) Math.floor(x + 0.5f);
      case "floor" -> (int) Math.floor(x);
      case "ceil" -> (int) Math.ceil(x);
      default -> throw new IllegalArgumentException("no such rounding: nearest_mode=" + nearest);
    };
  }

  private static int clamp(int position, int extent) {
    return Math.max(0, Math.min(extent - 1, position));
  }
}
