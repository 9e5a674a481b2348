package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the one-line notation. */
class ConvNotationTest {
  @Test
  void everyFieldIsRead() {
    ConvSpec spec =
        ConvSpec.parse("g2mb8_ic6ih20iw30_oc4oh9ow29_kh3kw2_sh2sw1_ph1pw0_dh1dw0_n\"a layer*6\"");
    assertEquals(2, spec.groups());
    assertEquals(8, spec.images());
    assertEquals(6, spec.inputChannels());
    assertEquals(4, spec.outputChannels());
    assertEquals(new Axis(20, 3, 2, 2, 1, 0), spec.height());
    assertEquals(new Axis(30, 2, 1, 1, 0, 0), spec.width());
    assertEquals("a layer*6", spec.name());
  }

  @ParameterizedTest
  @CsvSource({
    // fields left out: w from h, sh 1, dh 0, ph 0, oh from ph
    "ic3ih8oc4kh3, ic3ih8oc4oh6kh3ph0",
    "ic3ih8oc4kh3ph1, ic3ih8oc4oh8kh3ph1",
    // ph from oh: half of what is needed, the rest below
    "ic3ih8oc4oh8kh3, ic3ih8oc4oh8kh3ph1",
    "ic3ih8oc4oh8kh2, ic3ih8oc4oh8kh2ph0",
    // a window that ends before the input does
    "ic64ih55oc16oh27kh1sh2, ic64ih55oc16oh27kh1sh2ph0",
    // w fields of their own
    "ic3ih8iw10oc4kh3kw1, ic3ih8iw10oc4oh6ow10kh3kw1ph0",
    "ic3ih8oc4kh1kw7ph0pw3, ic3ih8oc4oh8kh1kw7ph0pw3",
    // a line: only w fields
    "ic64iw200oc64kw9pw4, ic64ih1iw200oc64oh1ow200kh1kw9ph0pw4",
    // flat depth fields, blanks, underscores, comments
    "id1kd1od1sd1pd0dd0ic3ih8oc4kh3, ic3ih8oc4oh6kh3ph0",
    "_ic3_ih8 oc4__kh3 # a comment ph1, ic3ih8oc4oh6kh3ph0",
  })
  void textIsPrintedInItsShortestForm(String text, String printed) {
    assertEquals(printed, ConvSpec.parse(text).toString());
  }

  @Test
  void paddingBelowIsWhatMakesOutputAndPaddingAgree() {
    assertEquals(new Axis(8, 3, 1, 1, 0, 4), ConvSpec.parse("ic1ih8oc1oh10kh3ph0").height());
    assertEquals(new Axis(8, 3, 1, 1, 2, -4), ConvSpec.parse("ic1ih8oc1oh4kh3ph2").height());
    assertEquals(new Axis(8, 3, 2, 1, 1, 0), ConvSpec.parse("ic1ih8oc1kh3sh2ph1").height());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ic3ih8oc4 | field kh is missing: spec=ic3ih8oc4",
        "ih8oc4kh3 | field ic is missing: spec=ih8oc4kh3",
        "ic3oc4kh3 | field ih is missing: spec=ic3oc4kh3",
        "ic3iw8oc4kw3kh3 | a line with kh needs ih as well: spec=ic3iw8oc4kw3kh3",
        "ic3ih8oc4kh3ic3 | field ic stands twice: spec=ic3ih8oc4kh3ic3",
        "ic3ih8oc4kh3zz1 | unknown field zz: spec=ic3ih8oc4kh3zz1",
        "ic3ih8oc4kh | fields must be letters followed by a number, at column 10: spec=ic3ih8oc4kh",
        "ic3ih8oc4kh3n\"x | a name must end with a quotation mark: spec=ic3ih8oc4kh3n\"x",
        "ic3ih8oc4kh99999999999 | field kh is too large: spec=ic3ih8oc4kh99999999999",
        "ic3ih8oc4kh3kd3 | 3-D convolution is not supported, field kd=3: spec=ic3ih8oc4kh3kd3",
        "ic3ih8oc4kh3sh0 | height: stride must be at least 1: stride=0: spec=ic3ih8oc4kh3sh0",
        "ic3ih2oc4kh3 | height: the kernel must fit into the padded input: kernel=3, input=2,"
            + " padding=0+0: spec=ic3ih2oc4kh3",
        "g2ic3ih8oc4kh3 | inputChannels must be divisible by groups: inputChannels=3, groups=2",
        "g2ic4ih8oc65kh3 | outputChannels must be divisible by groups: outputChannels=65, groups=2",
      })
  void brokenTextIsRefusedWithItsRule(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> ConvSpec.parse(text)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("randomProblems")
  void textReadsBackAsTheSameProblem(ConvSpec spec) {
    assertEquals(spec, ConvSpec.parse(spec.toString()));
  }

  static java.util.List<ConvSpec> randomProblems() {
    return RandomSpecs.of(7, 200);
  }
}
