package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far Strassen's sum is from the true one, on numbers of a network's kind and on unkind ones.
 */
class StrassenNumericsTest {
  /** Largest error over largest output. */
  private static final double BOUND = 5e-5;

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
  void largestErrorStaysWithinTheBound(String line, WinogradNumericsTest.Kind kind) {
    ConvSpec spec = ConvSpec.parse(line);
    Random random = new Random(17);
    Tensor weights = Tensor.zeros(spec.weightsShape());
    double scale = Math.sqrt(2.0 / spec.reduction());
    for (int i = 0; i < weights.data().length; i++) {
      weights.data()[i] =
          kind == WinogradNumericsTest.Kind.ONES ? 1f : (float) (random.nextGaussian() * scale);
    }
    Block input = input(spec);
    for (int i = 0; i < input.data().length; i++) {
      input.data()[i] = kind.number(random, Math.floorMod(i - Block.ALIGNED, spec.inputChannels()));
    }
    Filter filter = Filter.of(weights);
    PreparedConv conv = new StrassenConv().prepare(spec, filter);
    Block output =
        Block.zeros(
            Range.all(1),
            Range.all(spec.outputChannels()),
            Range.all(spec.height().output()),
            spec.width().output());
    conv.run(input, output, spec.whole(), new float[conv.scratchpadFloats()]);
    double error = largestError(spec, filter, input, output);
    assertTrue(error <= BOUND, () -> spec + " " + kind + ": error " + error);
  }

  @Test
  void aNanInTheInputReachesAtMostThePixelOfItsPair() {
    ConvSpec spec = ConvSpec.parse("ic16ih5oc64kh1");
    Tensor weights = Tensor.zeros(spec.weightsShape());
    Arrays.fill(weights.data(), 1f);
    Block input = input(spec);
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

  private static Block input(ConvSpec spec) {
    return Block.zeros(
        Range.all(1),
        Range.all(spec.inputChannels()),
        Range.all(spec.height().input()),
        spec.width().input());
  }

  private static double largestError(ConvSpec spec, Filter filter, Block input, Block output) {
    double largest = 0;
    double error = 0;
    for (int oc = 0; oc < spec.outputChannels(); oc++) {
      for (int oh = 0; oh < spec.height().output(); oh++) {
        for (int ow = 0; ow < spec.width().output(); ow++) {
          double sum = 0;
          for (int k = 0; k < spec.reduction(); k++) {
            int tap = k / spec.inputChannels();
            int ih = spec.height().position(oh, tap / spec.width().kernel());
            int iw = spec.width().position(ow, tap % spec.width().kernel());
            if (ih >= 0 && ih < spec.height().input() && iw >= 0 && iw < spec.width().input()) {
              int at = input.index(0, k % spec.inputChannels(), ih, iw);
              sum += (double) input.data()[at] * filter.weight(oc, k);
            }
          }
          largest = Math.max(largest, Math.abs(sum));
          error = Math.max(error, Math.abs(sum - output.data()[output.index(0, oc, oh, ow)]));
        }
      }
    }
    return error / largest;
  }
}
