package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradAxisTest {
  @ParameterizedTest
  @CsvSource({"3, 1, 0", "4, 1, 1", "6, 2, 0", "7, 2, 1", "14, 4, 2", "17, 5, 2", "56, 14, 14"})
  void foursFirstThenThrees(int extent, int tiles, int wide) {
    assertEquals(new WinogradAxis(extent, tiles, wide), WinogradAxis.of(extent));
  }

  @Test
  void tilesCoverEachOutputOnce() {
    for (int extent = 1; extent <= 100; extent++) {
      WinogradAxis axis = WinogradAxis.of(extent);
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
      boolean full = axis.start(axis.tiles()) == extent;
      assertTrue(full || extent == 1 || extent == 2 || extent == 5, "extent " + extent);
    }
  }
}
