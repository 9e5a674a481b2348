package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far Strassen's sum is from the true one, on numbers of a network's kind and on unkind ones.
 */
class StrassenNumericsTest {
  @ParameterizedTest
  @CsvSource({
    "ic256ih14oc128kh1, PHOTO",
    "ic256ih14oc128kh1, RECTIFIED",
    "ic1024ih14oc128kh1, RECTIFIED",
    "ic2048ih7oc128kh1, RECTIFIED",
    "ic128ih14oc128kh3sh2ph1, RECTIFIED",
    "ic512ih7oc128kh3sh2ph1, RECTIFIED",
    "ic2048ih7oc128kh1, ONES",
    "ic2048ih7oc128kh1, ALTERNATING",
    "ic256ih14oc128kh1, ALTERNATING",
  })
  void largestErrorStaysWithinTheBound(String line, Numerics.Kind kind) {
    ConvSpec spec = ConvSpec.parse(line);
    double error = Numerics.largestError(new StrassenConv(), spec, kind);
    assertTrue(error <= Numerics.BOUND, () -> spec + " " + kind + ": error " + error);
  }

  @Test
  void aNanInTheInputReachesAtMostThePixelOfItsPair() {
    ConvSpec spec = ConvSpec.parse("ic16ih5oc64kh1");
    Tensor weights = Tensor.zeros(spec.weightsShape());
    Arrays.fill(weights.data(), 1f);
    Block input = Block.zeros(Range.all(1), Range.all(16), Range.all(5), 5);
    input.data()[input.index(0, 3, 2, 3)] = Float.NaN;
    PreparedConv conv = new StrassenConv().prepare(spec, Filter.of(weights));
    Block output = Block.zeros(Range.all(1), Range.all(64), Range.all(5), 5);
    conv.run(input, output, spec.whole(), new float[conv.scratchpadFloats()]);
    for (int pixel = 0; pixel < 25; pixel++) {
      if (pixel / 2 != 13 / 2) {
        float y = output.data()[output.index(0, 5, pixel / 5, pixel % 5)];
        assertEquals(0f, y, "pixel " + pixel);
      }
    }
  }
}
