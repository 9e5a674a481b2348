package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.conv.Padding;
import io.convoy.core.image.ImageSize;
import io.convoy.core.io.OutputFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
  @Test
  void oneNumberOfAPairStandsForBoth() {
    assertEquals(new Words.Pair(2, 2), Words.pair("stride", "2"));
    assertEquals(new Words.Pair(2, 1), Words.pair("stride", "2,1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1,0", "1,2,3", "", "x", "1.5", "1,", "9999999999"})
  void aPairIsAtLeastOne(String text) {
    assertRefused(
        "stride must be one or two whole numbers of at least 1, height first (2 or 2,1): stride="
            + text,
        () -> Words.pair("stride", text));
  }

  @Test
  void paddingHasFourForms() {
    assertEquals(Padding.of(1, 1, 1, 1), Words.padding("1"));
    assertEquals(Padding.of(2, 1, 2, 1), Words.padding("2,1"));
    assertEquals(Padding.of(1, 2, 3, 4), Words.padding("1,2,3,4"));
    assertEquals(Padding.SAME, Words.padding("same"));
    assertEquals(Padding.VALID, Words.padding("valid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2,3", "-1", "full", "", "1;2"})
  void otherPaddingIsRefused(String text) {
    assertRefused(
        "padding must be same, valid, or 1, 2 or 4 whole numbers (all sides; height,width;"
            + " top,left,bottom,right): padding="
            + text,
        () -> Words.padding(text));
  }

  @Test
  void numbersMayBeNegativeAndMany() {
    assertArrayEquals(new float[] {0.5f, -1f, 3e2f}, Words.numbers("mean", "0.5,-1,3e2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1,,2", "NaN", "1,Infinity"})
  void numbersMustBeFinite(String text) {
    assertRefused(
        "mean must be numbers with commas between them: mean=" + text,
        () -> Words.numbers("mean", text));
  }

  @Test
  void anEmptySizeIsNone() {
    assertEquals(Optional.empty(), Words.size("crop", ""));
    assertEquals(Optional.of(new ImageSize(480, 640)), Words.size("crop", "480x640"));
    assertRefused(
        "crop must be HEIGHTxWIDTH, for instance 224x224: crop=224",
        () -> Words.size("crop", "224"));
  }

  @Test
  void choicesNameThemselves() {
    assertRefused("on-error must be fail or reject: on-error=skip", () -> Words.onError("skip"));
    assertRefused(
        "compression must be none, zstd or lz4: compression=ZSTD", () -> Words.compression("ZSTD"));
    assertRefused("format must be arrow or parquet: format=csv", () -> OutputFormat.parse("csv"));
    assertRefused(
        "groups must be a whole number of at least 1: groups=0", () -> Words.count("groups", "0"));
  }

  private static void assertRefused(String message, Executable word) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, word).getMessage());
  }
}
