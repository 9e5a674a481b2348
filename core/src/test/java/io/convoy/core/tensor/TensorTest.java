package io.convoy.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void lengthMustBeWhatTheShapeSays() {
    assertEquals(
        "a tensor must hold as many numbers as its shape says: shape=(2, 3), elements=6, length=5",
        message(() -> new Tensor(Shape.of(2, 3), new float[5])));
  }

  @Test
  void negativeExtentsAreRefused() {
    assertEquals("an extent must not be negative: extents=[2, -1]", message(() -> Shape.of(2, -1)));
  }

  @Test
  void elementsAreCountedBeyondWhatAnArrayHolds() {
    assertEquals(6_400_000_000L, Shape.of(16, 20_000, 20_000).elements());
  }

  @Test
  void aBlockMustFitItsArray() {
    assertEquals(
        "the array must hold the whole block: block=Block[images=[0, 1), channels=[4, 6),"
            + " rows=[2, 5), columns=7], needed=42, length=41",
        message(() -> new Block(Range.all(1), new Range(4, 6), new Range(2, 5), 7, new float[41])));
  }

  @Test
  void aBlockCountsPositionsInTheWholeBatch() {
    Block block = Block.zeros(new Range(1, 3), new Range(4, 6), new Range(2, 5), 7);
    assertEquals(block.offset(), block.index(1, 4, 2, 0));
    assertEquals(block.data().length - 1, block.index(2, 5, 4, 6));
  }

  @Test
  void partsOfARangeCoverItOnce() {
    int covered = 0;
    for (int i = 0; i < 5; i++) {
      Range part = Range.part(17, 5, i);
      assertEquals(covered, part.from());
      covered = part.to();
    }
    assertEquals(17, covered);
  }

  private static String message(org.junit.jupiter.api.function.Executable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
