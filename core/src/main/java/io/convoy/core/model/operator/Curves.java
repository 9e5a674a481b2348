package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Attributes;
import java.util.List;

/** The activation functions of ONNX, and the other functions of one number. */
final class Curves {
  private Curves() {}

  static List<Operator> all() {
    return List.of(
        Pointwise.of("Relu", x -> x < 0f ? 0f : x),
        Pointwise.by("LeakyRelu", Curves::leakyRelu),
        Pointwise.of("Sigmoid", FloatMath::sigmoid),
        Pointwise.by("HardSigmoid", Curves::hardSigmoid),
        Pointwise.of("HardSwish", x -> x * clipped(x + 3f, 0f, 6f) * (1f / 6f)),
        Pointwise.by("Swish", Curves::swish),
        Pointwise.of("Tanh", FloatMath::tanh),
        Pointwise.by("Elu", Curves::elu),
        Pointwise.by("Celu", Curves::celu),
        Pointwise.by("Selu", Curves::selu),
        Pointwise.by("ThresholdedRelu", Curves::thresholdedRelu),
        Pointwise.of("Softplus", FloatMath::softplus),
        Pointwise.of("Softsign", x -> x / (1f + Math.abs(x))),
        Pointwise.of("Mish", x -> x * FloatMath.tanh(FloatMath.softplus(x))),
        Pointwise.by("Gelu", Curves::gelu),
        Pointwise.of("Erf", FloatMath::erf),
        Pointwise.of("Exp", FloatMath::exp),
        Pointwise.of("Log", x -> (float) StrictMath.log(x)),
        Pointwise.of("Sqrt", x -> (float) Math.sqrt(x)),
        Pointwise.of("Reciprocal", x -> 1f / x),
        Pointwise.of("Round", x -> (float) Math.rint(x)),
        Pointwise.of("Floor", x -> (float) Math.floor(x)),
        Pointwise.of("Ceil", x -> (float) Math.ceil(x)));
  }

  static float clipped(float x, float low, float high) {
    float raised = x < low ? low : x;
    return raised > high ? high : raised;
  }

  private static Curve leakyRelu(Call call) {
    float slope = call.attributes().real("alpha", 0.01f);
    return x -> x < 0f ? x * slope : x;
  }

  private static Curve hardSigmoid(Call call) {
    float alpha = call.attributes().real("alpha", 0.2f);
    float beta = call.attributes().real("beta", 0.5f);
    return x -> clipped(x * alpha + beta, 0f, 1f);
  }

  private static Curve swish(Call call) {
    float alpha = call.attributes().real("alpha", 1f);
    return alpha == 1f ? FloatMath::swish : x -> x / (1f + FloatMath.exp(-(alpha * x)));
  }

  private static Curve elu(Call call) {
    float alpha = call.attributes().real("alpha", 1f);
    return x -> x < 0f ? alpha * (FloatMath.exp(x) - 1f) : x;
  }

  private static Curve celu(Call call) {
    float alpha = call.attributes().real("alpha", 1f);
    return x -> x < 0f ? alpha * (FloatMath.exp(x / alpha) - 1f) : x;
  }

  private static Curve selu(Call call) {
    Attributes a = call.attributes();
    boolean old = call.opset() < 6;
    float alpha = a.real("alpha", old ? 1.6732f : 1.67326319f);
    float gamma = a.real("gamma", old ? 1.0507f : 1.05070102f);
    return x -> x > 0f ? gamma * x : gamma * (alpha * FloatMath.exp(x) - alpha);
  }

  private static Curve thresholdedRelu(Call call) {
    float alpha = call.attributes().real("alpha", 1f);
    return x -> x > alpha ? x : 0f;
  }

  private static Curve gelu(Call call) {
    return switch (call.attributes().text("approximate", "none")) {
      case "none" -> x -> 0.5f * x * (1f + FloatMath.erf(x * 0.70710678f));
      case "tanh" ->
          x -> 0.5f * x * (1f + FloatMath.tanh(0.7978845608f * (x + 0.044715f * x * x * x)));
      default ->
          throw new IllegalArgumentException(
              "approximate must be none or tanh: approximate="
                  + call.attributes().text("approximate", ""));
    };
  }
}
