package io.convoy.job.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Range;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
  @Test
  void textAndGridAreTheSame() {
    assertEquals(Optional.of(new Grid(2, 3, 4)), Grid.parse("2x3x4"));
    assertEquals("2x3x4", new Grid(2, 3, 4).toString());
    assertEquals(Optional.empty(), Grid.parse("auto"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1x1", "1x0x1", "1x1x0"})
  void partsOfZeroAreRefused(String text) {
    assertEquals(
        "a grid has at least one part each way: grid=" + text,
        assertThrows(IllegalArgumentException.class, () -> Grid.parse(text)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2x2", "2x2x2x2", "-1x1x1", "1X1X1", "axbxc"})
  void otherTextsAreRefused(String text) {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Grid.parse(text))
            .getMessage()
            .startsWith("grid must be auto or IMAGESxCHANNELSxROWS"));
  }

  @Test
  void forcedGridHasNoPartsWithoutWork() {
    assertEquals("2x3x4", GridChooser.fit(new Grid(9, 5, 8), 2, 3, 4).toString());
    assertEquals("1x5x1", GridChooser.fit(new Grid(1, 5, 1), 2, 8, 4).toString());
  }

  @ParameterizedTest
  @CsvSource({"64, 4", "37, 5", "18, 3", "100, 3", "16, 1", "3, 3"})
  void channelPartsCoverAllChannelsOnce(int channels, int parts) {
    int next = 0;
    for (int part = 0; part < parts; part++) {
      Range range = Parts.channels(channels, parts, part);
      assertEquals(next, range.from());
      next = range.to();
    }
    assertEquals(channels, next);
  }

  @Test
  void channelPartsAreWholeBlocksWhereThereIsOneForEach() {
    assertEquals(new Range(0, 48), Parts.channels(100, 2, 0));
    assertEquals(new Range(48, 100), Parts.channels(100, 2, 1));
  }
}
