package io.convoy.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatRegionsTest {
  private static final int REGION_BYTES = 1 << 20;
  private static final int REGION_FLOATS = REGION_BYTES / 4 - 4;

  @Test
  void partsBeginWithALineAndShareNoNumber() {
    FloatRegions regions = new FloatRegions(REGION_BYTES);
    List<FloatRegions.Part> parts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int count = 1 + i * 37 % 9000;
      FloatRegions.Part part = regions.zeros(count);
      assertEquals(Block.ALIGNED, part.from() % 16);
      assertEquals(REGION_FLOATS, part.data().length);
      for (int k = part.from(); k < part.from() + count; k++) {
        assertEquals(0f, part.data()[k]);
        part.data()[k] = 1f;
      }
      parts.add(part);
    }
    assertSame(parts.get(0).data(), parts.get(1).data());
    assertNotSame(parts.get(0).data(), parts.get(299).data());
  }

  @Test
  void halfARegionIsAnArrayOfItsOwn() {
    FloatRegions regions = new FloatRegions(REGION_BYTES);
    int half = REGION_FLOATS / 2 - Block.ALIGNED;
    assertEquals(REGION_FLOATS, regions.zeros(half).data().length);
    assertEquals(half + 1 + Block.ALIGNED, regions.zeros(half + 1).data().length);
  }

  @Test
  void withoutRegionsEachPartIsAnArrayOfItsOwn() {
    FloatRegions none = new FloatRegions(0);
    assertEquals(10 + Block.ALIGNED, none.zeros(10).data().length);
    assertNotSame(none.zeros(10).data(), none.zeros(10).data());
  }
}
