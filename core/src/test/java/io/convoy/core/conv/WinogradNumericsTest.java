package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far Winograd's sum is from the true one, on numbers of a network's kind and on unkind ones.
 */
class WinogradNumericsTest {
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
    "ic48ih35oc64kh5ph2, PHOTO",
    "ic48ih35oc64kh5ph2, RECTIFIED",
    "ic512ih14oc512kh5ph2, RECTIFIED",
    "ic512ih14oc512kh5ph2, ONES",
    "ic512ih14oc512kh5ph2, ALTERNATING",
    "ic64ih56oc64kh3sh2ph1, PHOTO",
    "ic128ih56oc128kh3sh2ph1, RECTIFIED",
    "ic512ih14oc512kh3sh2ph1, RECTIFIED",
    "ic512ih28oc512kh3sh2ph1, ONES",
    "ic512ih28oc512kh3sh2ph1, ALTERNATING",
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
  void largestErrorStaysWithinTheBound(String line, Numerics.Kind kind) {
    ConvSpec spec = ConvSpec.parse(line);
    double error = Numerics.largestError(new WinogradConv(), spec, kind);
    assertTrue(error <= Numerics.BOUND, () -> spec + " " + kind + ": error " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "ic16ih56oc16kh3ph1, PHOTO",
    "ic64ih56oc64kh3ph1, PHOTO",
    "ic64ih56oc64kh3ph1, RECTIFIED",
    "ic64ih56oc64kh3ph1, ALTERNATING",
    "ic64ih56oc64kh3ph1, ONES",
    "ic128ih28oc128kh3ph1, RECTIFIED",
    "ic256ih28oc256kh3ph1, RECTIFIED",
    "ic512ih28oc512kh3ph1, PHOTO",
    "ic512ih28oc512kh3ph1, RECTIFIED",
    "ic512ih28oc512kh3ph1, ALTERNATING",
    "ic512ih28oc512kh3ph1, ONES",
  })
  void soItDoesInTilesOfSix(String line, Numerics.Kind kind) {
    ConvSpec spec = ConvSpec.parse(line);
    double error = Numerics.largestError(new Winograd6Conv(), spec, kind);
    assertTrue(error <= Numerics.BOUND, () -> spec + " " + kind + ": error " + error);
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
    Arrays.fill(weights.data(), 1f);
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
}
