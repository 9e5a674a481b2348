package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Block;
import org.junit.jupiter.api.Test;

class PanelWeightsTest {
  @Test
  void touchingReadsEachLineOfAPanelAndNoOther() {
    int groups = 3;
    int channels = 77;
    int reduction = 2 * TileMicroKernel.PANEL_DEPTH + 5;
    PanelWeights weights = PanelWeights.zeros(groups, channels, reduction, new float[channels]);
    float[] numbers = weights.panels();
    for (int g = 0; g < groups; g++) {
      for (int s = 0; s < weights.sizes().stretches(); s++) {
        for (int j = 0; j < weights.blocks(); j++) {
          int from = weights.panel(g, s, j);
          int floats = weights.depth(s) * weights.width(j);
          int lines = (floats + Block.LINE - 1) / Block.LINE;
          for (int i = 0; i < floats; i++) {
            numbers[from + i] = i % Block.LINE == 0 ? 1 : -1;
          }
          assertEquals(lines, weights.touch(g, s, j));
          for (int i = 0; i < floats; i++) {
            numbers[from + i] = 0;
          }
        }
      }
    }
  }
}
