package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Range;
import org.junit.jupiter.api.Test;

class WorkTest {
  @Test
  void aLayerOfVgg16CostsWhatTheTextbookSays() {
    Work work = ConvSpec.parse("ic64ih112oc128oh112kh3ph1").work();
    assertEquals(112L * 112 * 128 * 64 * 9, work.multiplyAdds());
    assertEquals(4L * (112 * 112 * 64 + 128 * 64 * 9 + 128), work.bytesRead());
    assertEquals(4L * 112 * 112 * 128, work.bytesWritten());
  }

  @Test
  void doublingBothKindsOfChannelsQuadruplesTheProducts() {
    long once = ConvSpec.parse("ic16ih9oc8kh3").work().multiplyAdds();
    assertEquals(4 * once, ConvSpec.parse("ic32ih9oc16kh3").work().multiplyAdds());
  }

  @Test
  void slicesAddUpToTheProductsOfTheWhole() {
    for (ConvSpec spec : RandomSpecs.of(11, 100)) {
      Work sum = Work.NONE;
      for (int c = 0; c < 2; c++) {
        for (int r = 0; r < 3; r++) {
          ConvSlice slice =
              new ConvSlice(
                  Range.all(spec.images()),
                  Range.part(spec.outputChannels(), 2, c),
                  Range.part(spec.height().output(), 3, r));
          sum = sum.plus(slice.work(spec));
        }
      }
      assertEquals(spec.work().multiplyAdds(), sum.multiplyAdds(), spec.toString());
      assertEquals(spec.work().bytesWritten(), sum.bytesWritten(), spec.toString());
    }
  }

  @Test
  void aSliceReadsItsRowsAndTheChannelsOfItsGroups() {
    ConvSpec spec = ConvSpec.parse("g2ic4ih10oc6oh10kh3ph1");
    ConvSlice slice = new ConvSlice(Range.all(1), new Range(0, 2), new Range(4, 6));
    assertEquals(new Range(3, 7), slice.inputRows(spec));
    assertEquals(new Range(0, 2), slice.inputChannels(spec));
    assertEquals(4L * (2 * 4 * 10 + 2 * (2 * 9 + 1)), slice.work(spec).bytesRead());
  }
}
