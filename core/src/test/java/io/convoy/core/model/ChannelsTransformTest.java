package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.conv.Activation;
import io.convoy.core.model.operator.Curve;
import io.convoy.core.model.operator.FloatMath;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors of channels have the bits of their scalar twins, at every length and width. */
final class ChannelsTransformTest {
  private static final float MARKER = 12345.678f;
  private static final float[] ODD = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    88.7f,
    88.8f,
    -87.3f,
    -87.4f,
    1e-40f,
    Float.MAX_VALUE,
    -3f,
    3f,
    6f
  };

  private static float[] numbers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          random.nextInt(4) == 0
              ? ODD[random.nextInt(ODD.length)]
              : 20 * (float) random.nextGaussian();
    }
    return numbers;
  }

  private static void assertTwin(String name, ElementSteps.Stretch vector, Curve scalar) {
    for (int count = 0; count < 70; count++) {
      float[] x = numbers(count);
      float[] y = new float[count + 20];
      java.util.Arrays.fill(y, MARKER);
      vector.apply(x, 0, y, 3, count);
      for (int i = 0; i < y.length; i++) {
        boolean inside = i >= 3 && i < count + 3;
        float expected = inside ? scalar.at(x[i - 3]) : MARKER;
        int at = i;
        int length = count;
        assertEquals(
            Float.floatToIntBits(expected),
            Float.floatToIntBits(y[i]),
            () -> name + " at " + at + " of " + length + ": " + expected + ", not " + y[at]);
      }
    }
  }

  @Test
  void functionsHaveTheBitsOfTheirTwins() {
    assertTwin("sigmoid", ChannelsTransform::sigmoid, FloatMath::sigmoid);
    assertTwin("swish", ChannelsTransform::swish, FloatMath::swish);
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void activationsHaveTheBitsOfTheirTwins(Activation.Kind kind) {
    Activation activation =
        switch (kind) {
          case NONE -> Activation.NONE;
          case RELU -> Activation.RELU;
          case CLIP -> Activation.clip(-1.5f, 4f);
          case LEAKY_RELU -> Activation.leakyRelu(0.1f);
          case HARD_SWISH -> Activation.parse("hard_swish");
        };
    assertTwin(kind.name(), ElementSteps.Function.of(activation).stretch(), activation::apply);
  }

  @ParameterizedTest
  @EnumSource(ChannelsTransform.Sum.class)
  void sumsHaveTheBitsOfTheirTwins(ChannelsTransform.Sum sum) {
    for (int count = 0; count < 70; count++) {
      float[] x = numbers(count);
      float[] y = numbers(count + 1);
      float[] z = new float[count];
      ChannelsTransform.combine(sum, x, 0, y, 1, z, 0, count);
      for (int i = 0; i < count; i++) {
        int at = i;
        assertEquals(
            Float.floatToIntBits(sum.of(x[i], y[i + 1])),
            Float.floatToIntBits(z[i]),
            () -> sum + " at " + at + " of " + x[at] + " and " + y[at + 1]);
      }
    }
  }
}
