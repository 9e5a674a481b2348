package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far Winograd's sum is from the true one, on numbers of a network's kind and on unkind ones.
 */
class WinogradNumericsTest {
  /** Largest error over largest output. */
  private static final double BOUND = 5e-5;

  /** Output channels compared: each is a sum of its own. */
  private static final int COMPARED = 8;

  @ParameterizedTest
  @CsvSource({
    "ic64ih56oc64kh3ph1, PHOTO",
    "ic64ih56oc64kh3ph1, RECTIFIED",
    "ic128ih28oc128kh3ph1, RECTIFIED",
    "ic256ih14oc256kh3ph1, RECTIFIED",
    "ic512ih14oc512kh3ph1, RECTIFIED",
    "ic512ih7oc512kh3ph1, RECTIFIED",
    "ic512ih14oc512kh3ph1, ONES",
    "ic64ih56oc64kh3ph1, ONES",
    "ic512ih14oc512kh3ph1, ALTERNATING",
    "ic64ih28oc64kh3ph1, ALTERNATING",
    "ic64ih35oc64kh1kw3ph0pw1, PHOTO",
    "ic384ih8oc384kh1kw3ph0pw1, RECTIFIED",
    "ic384ih8oc384kh3kw1ph1pw0, RECTIFIED",
    "ic512ih17oc512kh1kw3ph0pw1, ONES",
    "ic512ih17oc512kh3kw1ph1pw0, ALTERNATING",
    "ic64ih35oc64kh1kw5ph0pw2, PHOTO",
    "ic512ih17oc512kh5kw1ph2pw0, RECTIFIED",
    "ic512ih17oc512kh1kw5ph0pw2, ONES",
    "ic512ih17oc512kh1kw5ph0pw2, ALTERNATING",
    "ic64ih35oc64kh7kw1ph3pw0, PHOTO",
    "ic128ih17oc128kh1kw7ph0pw3, RECTIFIED",
    "ic192ih17oc192kh7kw1ph3pw0, RECTIFIED",
    "ic512ih17oc512kh1kw7ph0pw3, PHOTO",
    "ic512ih17oc512kh1kw7ph0pw3, RECTIFIED",
    "ic64ih35oc64kh1kw7ph0pw3, ONES",
    "ic512ih17oc512kh7kw1ph3pw0, ONES",
    "ic64ih35oc64kh1kw7ph0pw3, ALTERNATING",
    "ic512ih17oc512kh7kw1ph3pw0, ALTERNATING",
  })
  void largestErrorStaysWithinTheBound(String line, Kind kind) {
    ConvSpec spec = ConvSpec.parse(line);
    Random random = new Random(17);
    Tensor weights = Tensor.zeros(spec.weightsShape());
    double scale = Math.sqrt(2.0 / spec.reduction());
    for (int i = 0; i < weights.data().length; i++) {
      weights.data()[i] = kind == Kind.ONES ? 1f : (float) (random.nextGaussian() * scale);
    }
    Block input =
        Block.zeros(
            Range.all(1),
            Range.all(spec.inputChannels()),
            Range.all(spec.height().input()),
            spec.width().input());
    for (int i = 0; i < input.data().length; i++) {
      input.data()[i] = kind.number(random, Math.floorMod(i - Block.ALIGNED, spec.inputChannels()));
    }
    PreparedConv conv = new WinogradConv().prepare(spec, Filter.of(weights));
    ConvSlice some =
        new ConvSlice(Range.all(1), Range.all(COMPARED), Range.all(spec.height().output()));
    Block output =
        Block.zeros(some.images(), some.outputChannels(), some.outputRows(), spec.width().output());
    conv.run(input, output, some, new float[conv.scratchpadFloats()]);
    double error = largestError(spec, weights, input, output);
    assertTrue(error <= BOUND, () -> spec + " " + kind + ": error " + error);
  }

  /** A tile of 4 outputs reads an input before it and one behind it, or three of a line of 7. */
  @ParameterizedTest
  @CsvSource({
    "ic16ih24oc16kh3ph1, 8, 12, 8, 12",
    "ic16ih24oc16kh1kw7ph0pw3, 9, 10, 4, 16",
    "ic16ih24oc16kh7kw1ph3pw0, 4, 16, 9, 10",
  })
  void aNanInTheInputReachesAtMostTheTilesThatReadIt(
      String line, int top, int bottom, int left, int right) {
    ConvSpec spec = ConvSpec.parse(line);
    Tensor weights = Tensor.zeros(spec.weightsShape());
    java.util.Arrays.fill(weights.data(), 1f);
    Block input = Block.zeros(Range.all(1), Range.all(16), Range.all(24), 24);
    input.data()[input.index(0, 3, 9, 9)] = Float.NaN;
    PreparedConv conv = new WinogradConv().prepare(spec, Filter.of(weights));
    Block output = Block.zeros(Range.all(1), Range.all(16), Range.all(24), 24);
    conv.run(input, output, spec.whole(), new float[conv.scratchpadFloats()]);
    for (int h = 0; h < 24; h++) {
      for (int w = 0; w < 24; w++) {
        boolean near = h >= top && h < bottom && w >= left && w < right;
        if (!near) {
          assertEquals(0f, output.data()[output.index(0, 5, h, w)], h + ", " + w);
        }
      }
    }
  }

  private static double largestError(ConvSpec spec, Tensor weights, Block input, Block output) {
    double largest = 0;
    double error = 0;
    for (int oc = 0; oc < COMPARED; oc++) {
      for (int oh = 0; oh < spec.height().output(); oh++) {
        for (int ow = 0; ow < spec.width().output(); ow++) {
          double sum = 0;
          for (int kh = 0; kh < spec.height().kernel(); kh++) {
            for (int kw = 0; kw < spec.width().kernel(); kw++) {
              int ih = spec.height().position(oh, kh);
              int iw = spec.width().position(ow, kw);
              if (ih < 0 || ih >= spec.height().input() || iw < 0 || iw >= spec.width().input()) {
                continue;
              }
              int from = input.index(0, 0, ih, iw);
              for (int ic = 0; ic < spec.inputChannels(); ic++) {
                int w = (oc * spec.inputChannels() + ic) * spec.height().kernel() + kh;
                w = w * spec.width().kernel() + kw;
                sum += (double) input.data()[from + ic] * weights.data()[w];
              }
            }
          }
          largest = Math.max(largest, Math.abs(sum));
          error = Math.max(error, Math.abs(sum - output.data()[output.index(0, oc, oh, ow)]));
        }
      }
    }
    return error / largest;
  }

  /** What the input is like. */
  enum Kind {
    /** A normalised photo: values around zero with a mean of its own in each channel. */
    PHOTO,
    /** What a rectifier leaves. */
    RECTIFIED,
    /** All ones, and weights of one: nothing cancels. */
    ONES,
    /** Large and small channels in turn. */
    ALTERNATING;

    float number(Random random, int channel) {
      return switch (this) {
        case PHOTO -> (float) (random.nextDouble() * 4 - 2 + 0.3 * (channel % 3));
        case RECTIFIED -> (float) Math.max(0, random.nextGaussian());
        case ONES -> 1f;
        case ALTERNATING -> (float) (random.nextGaussian() * (channel % 2 == 0 ? 1e3 : 1e-3));
      };
    }
  }
}
