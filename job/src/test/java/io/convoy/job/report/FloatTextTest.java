package io.convoy.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloatTextTest {
  @ParameterizedTest
  @CsvSource({
    "56, 56",
    "0, 0",
    "-0.0, -0",
    "-104, -104",
    "0.1, 0.1",
    "9999999, 9999999",
    "10000000, 1e7",
    "16777216, 1.6777216e7",
    "-0.00015, -1.5e-4",
    "NaN, nan",
    "Infinity, inf",
    "-Infinity, -inf",
    "3.4028235E38, 3.4028235e38",
    "1.4E-45, 1e-45",
    "-1.4E-45, -1e-45",
    "2.8E-45, 3e-45",
    // Java 17's own text of this one is 2.0E-3; of the next, 1.00000001E10 has a digit too many.
    "0.002, 0.002",
    "1.0E10, 1e10",
    "2.2E-44, 2.2e-44",
  })
  void isTheShortest(float number, String text) {
    assertEquals(text, FloatText.of(number));
  }

  @Test
  void readsBackToTheSameFloatAndNoShorterOneDoes() {
    Random random = new Random(20261123);
    for (int i = 0; i < 200_000; i++) {
      float number = Float.intBitsToFloat(random.nextInt());
      if (!Float.isFinite(number)) {
        continue;
      }
      String text = FloatText.of(number);
      assertEquals(
          Float.floatToIntBits(number), Float.floatToIntBits(Float.parseFloat(text)), text);
      if (number != 0) {
        assertNoShorter(number, new BigDecimal(text).stripTrailingZeros());
      }
    }
  }

  private static void assertNoShorter(float number, BigDecimal text) {
    if (text.precision() == 1) {
      return;
    }
    // Of all decimals with one digit less, only the two around the number could read back to it.
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(1 - text.scale());
    BigDecimal below = new BigDecimal(number).divideToIntegralValue(step).multiply(step);
    BigDecimal above = below.add(number > 0 ? step : step.negate());
    if (below.floatValue() == number || above.floatValue() == number) {
      throw new AssertionError(text + " is not the shortest of " + below + " and " + above);
    }
  }
}
