package io.convoy.core.conv;

import java.util.Locale;

/**
 * The function applied to each output element, last of all.
 *
 * <p>Only functions of comparisons, additions and products are here, so that a vector and a scalar
 * give the same bits. NaN stays NaN in all of them.
 *
 * @param kind which function
 * @param low the lower bound of {@code CLIP}, the slope of {@code LEAKY_RELU}, otherwise 0
 * @param high the upper bound of {@code CLIP}, otherwise 0
 */
public record Activation(Kind kind, float low, float high) {
  /** y = x. */
  public static final Activation NONE = new Activation(Kind.NONE, 0f, 0f);

  /** y = x where x is at least 0, otherwise 0. */
  public static final Activation RELU = new Activation(Kind.RELU, 0f, 0f);

  /** y = x clipped to 0…6. */
  public static final Activation RELU6 = clip(0f, 6f);

  /** The functions, by their ONNX names. */
  public enum Kind {
    NONE,
    RELU,
    CLIP,
    LEAKY_RELU,
    /** x · clip(x + 3, 0, 6) · (1/6f). */
    HARD_SWISH
  }

  public Activation {
    if (kind == Kind.CLIP && !(low <= high)) {
      throw new IllegalArgumentException(
          "clip needs a lower bound that is not above the upper: low=" + low + ", high=" + high);
    }
  }

  /** y = x clipped to {@code low}…{@code high}. */
  public static Activation clip(float low, float high) {
    return new Activation(Kind.CLIP, low, high);
  }

  /** y = x where x is at least 0, otherwise {@code slope}·x. */
  public static Activation leakyRelu(float slope) {
    return new Activation(Kind.LEAKY_RELU, slope, 0f);
  }

  /**
   * Parses {@code none}, {@code relu}, {@code relu6}, {@code clip:LOW:HIGH}, {@code
   * leaky_relu:SLOPE} or {@code hard_swish}.
   *
   * @throws IllegalArgumentException for anything else, with the list
   */
  public static Activation parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
    try {
      if (parts.length == 1) {
        switch (parts[0]) {
          case "none":
            return NONE;
          case "relu":
            return RELU;
          case "relu6":
            return RELU6;
          case "hard_swish":
            return new Activation(Kind.HARD_SWISH, 0f, 0f);
          default:
            break;
        }
      } else if (parts[0].equals("clip") && parts.length == 3) {
        return clip(Float.parseFloat(parts[1]), Float.parseFloat(parts[2]));
      } else if (parts[0].equals("leaky_relu") && parts.length == 2) {
        return leakyRelu(Float.parseFloat(parts[1]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "an activation's bounds must be numbers: activation=" + text, e);
    }
    throw new IllegalArgumentException(
        "activation must be none, relu, relu6, clip:LOW:HIGH, leaky_relu:SLOPE or hard_swish:"
            + " activation="
            + text);
  }

  /** The function of one number, in the very operations of the vector code. */
  public float apply(float x) {
    return switch (kind) {
      case NONE -> x;
      case RELU -> x < 0f ? 0f : x;
      case CLIP -> clipped(x, low, high);
      case LEAKY_RELU -> x < 0f ? x * low : x;
      case HARD_SWISH -> x * clipped(x + 3f, 0f, 6f) * (1f / 6f);
    };
  }

  private static float clipped(float x, float low, float high) {
    float raised = x < low ? low : x;
    return raised > high ? high : raised;
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case RELU -> "relu";
      case CLIP -> low == 0f && high == 6f ? "relu6" : "clip:" + low + ":" + high;
      case LEAKY_RELU -> "leaky_relu:" + low;
      case HARD_SWISH -> "hard_swish";
    };
  }
}
