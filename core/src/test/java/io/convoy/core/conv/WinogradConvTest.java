package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Winograd's kernels take, what {@code auto} gives them, and what they read. */
final class WinogradConvTest {
  @ParameterizedTest
  @CsvSource({
    "ic16ih28oc16kh3ph1, winograd6",
    "ic16ih17iw35oc16kh3ph1, winograd6",
    "ic16ih17iw14oc16kh3ph1, winograd",
    "ic16ih14oc16kh3ph1, winograd",
    "ic16ih19oc16kh3ph1, winograd",
    "ic16ih12oc16kh3ph1, winograd",
    "ic16ih7oc16kh3ph1, winograd",
    "ic15ih28oc16kh3ph1, direct",
    "ic16ih3oc16kh3ph1, direct",
    "ic128ih17oc128kh1kw7ph0pw3, winograd",
    "ic128ih17oc192kh7kw1ph3pw0, winograd",
    "ic384ih8oc384kh1kw3ph0pw1, winograd",
    "ic384ih8oc384kh3kw1ph1pw0, winograd",
    "ic32iw200oc64kw5pw2, winograd",
    "ic16ih28oc16oh14kh3sh2ph1, winograd",
    "ic15ih28oc16oh14kh3sh2ph1, direct",
    "ic32ih26oc32oh13kh3sh2ph1, direct",
    "ic32iw200oc31kw5pw2, direct",
    "ic64ih3iw20oc64kh3kw1ph1pw0, direct",
    "ic64iw200oc64kw9pw4, direct",
  })
  void autoGivesThemWhatPays(String line, String kernel) {
    assertEquals(kernel, ConvKernels.choose(ConvSpec.parse(line), "auto").name());
  }

  @ParameterizedTest
  @CsvSource({
    "ic32ih20oc32kh5ph2sh2",
    "ic32ih20oc32kh7ph3",
    "ic32ih20oc32kh3kw5ph1pw2",
    "ic32ih20oc32kh1kw9ph0pw4",
    "ic32ih20oc32kh3ph1sh3",
    "ic32ih20oc32kh3ph1sh1sw2",
    "ic32ih20oc32kh1kw3ph0pw1sh1sw2",
    "ic32ih20oc32kh1kw3ph0pw1sh2sw1",
    "ic32ih20oc32kh1kw7ph0pw3dh0dw1",
  })
  void itTakesSquaresAndLinesThatAreDense(String line) {
    String whyNot = new WinogradConv().whyNot(ConvSpec.parse(line)).orElse("");
    String rule =
        "it computes dense kernels of 3×3 with stride 1 or 2, of 5×5 and lines of 3, 5 or 7 taps"
            + " with stride 1 only: ";
    assertTrue(whyNot.startsWith(rule), whyNot);
  }

  @ParameterizedTest
  @CsvSource({
    // Rows 4 to 7 are a tile: those of 7 taps read three more on either side.
    "ic32ih17oc32kh7kw1ph3pw0, 5, 6, 1, 11",
    "ic32ih17oc32kh7kw1ph3pw0, 16, 17, 11, 17",
    "ic32ih17oc32kh1kw7ph0pw3, 5, 6, 5, 6",
    "ic32ih17oc32kh3ph1, 5, 6, 3, 9",
    "ic32ih33oc32oh17kh3sh2ph1, 5, 6, 7, 16",
    "ic32ih17oc32kh5ph2, 5, 6, 2, 10",
  })
  void itReadsTheRowsOfWholeTiles(String line, int from, int to, int readFrom, int readTo) {
    ConvSpec spec = ConvSpec.parse(line);
    PreparedConv conv =
        new WinogradConv().prepare(spec, Filter.of(Tensor.zeros(spec.weightsShape())));
    assertEquals(new Range(readFrom, readTo), conv.inputRows(new Range(from, to)));
  }
}
