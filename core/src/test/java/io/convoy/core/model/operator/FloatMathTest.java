package io.convoy.core.model.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Our own functions against those of StrictMath, over all that a float can be asked for. */
final class FloatMathTest {
  private static void assertNear(
      String name, Curve actual, DoubleUnaryOperator expected, double relative, double absolute) {
    for (float x = -87f; x <= 87f; x += 0.00137f) {
      double e = expected.applyAsDouble(x);
      double a = actual.at(x);
      float at = x;
      assertTrue(
          Math.abs(a - e) <= absolute + relative * Math.abs(e),
          () -> name + "(" + at + ") is " + a + ", expected " + e);
    }
  }

  @Test
  void functionsAreCloseToStrictMath() {
    assertNear("exp", FloatMath::exp, StrictMath::exp, 2.4e-7, 0);
    assertNear("sigmoid", FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 4e-7, 0);
    assertNear("swish", FloatMath::swish, x -> x / (1 + StrictMath.exp(-x)), 4e-7, 0);
    assertNear("tanh", FloatMath::tanh, StrictMath::tanh, 4e-7, 0);
    assertNear(
        "softplus", FloatMath::softplus, x -> StrictMath.log1p(StrictMath.exp(x)), 4e-7, 1e-30);
  }

  @Test
  void theEndsAreRight() {
    assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(89f));
    assertEquals(0f, FloatMath.exp(-88f));
    assertEquals(0f, FloatMath.exp(Float.NEGATIVE_INFINITY));
    assertTrue(Float.isNaN(FloatMath.exp(Float.NaN)));
    assertEquals(1f, FloatMath.exp(0f));
    assertEquals(1f, FloatMath.sigmoid(100f));
    assertEquals(0f, FloatMath.sigmoid(-100f));
    assertEquals(0f, FloatMath.tanh(0f));
    assertEquals(-1f, FloatMath.tanh(-100f));
  }

  @Test
  void erfHasTheKnownValues() {
    // Abramowitz and Stegun, table 7.1.
    float[] x = {0f, 0.1f, 0.4f, 0.5f, 1f, 1.5f, 2f};
    double[] y = {
      0, 0.1124629160, 0.4283923550, 0.5204998778, 0.8427007929, 0.9661051465, 0.9953222650
    };
    for (int i = 0; i < x.length; i++) {
      assertEquals(y[i], FloatMath.erf(x[i]), 4e-7);
      assertEquals(-y[i], FloatMath.erf(-x[i]), 4e-7);
    }
  }
}
