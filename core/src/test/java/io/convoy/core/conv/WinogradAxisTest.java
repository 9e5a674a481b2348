package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Range;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradAxisTest {
  @ParameterizedTest
  @CsvSource({
    "3, 4, 1, 0",
    "4, 4, 1, 1",
    "6, 4, 2, 0",
    "7, 4, 2, 1",
    "14, 4, 4, 2",
    "17, 4, 5, 2",
    "56, 4, 14, 14",
    "28, 6, 5, 3",
    "56, 6, 10, 6",
  })
  void wideTilesFirst(int extent, int outputs, int tiles, int wide) {
    assertEquals(new WinogradAxis(extent, outputs, tiles, wide), WinogradAxis.of(extent, outputs));
  }

  @ParameterizedTest
  @CsvSource({"4, 5", "6, 19"})
  void tilesCoverEachOutputOnce(int most, int lastInexact) {
    for (int extent = 1; extent <= 100; extent++) {
      WinogradAxis axis = WinogradAxis.of(extent, most);
      int next = 0;
      for (int tile = 0; tile < axis.tiles(); tile++) {
        Range outputs = axis.outputs(tile);
        assertEquals(next, outputs.from(), "extent " + extent);
        for (int output = outputs.from(); output < outputs.to(); output++) {
          assertEquals(tile, axis.tile(output), "extent " + extent);
        }
        next = outputs.to();
      }
      assertEquals(extent, next);
      assertTrue(axis.isExact() || extent <= lastInexact, "extent " + extent);
    }
    assertFalse(WinogradAxis.of(lastInexact, most).isExact());
  }
}
