package io.convoy.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReorderTest {
  private static final Shape BATCH = Shape.of(2, 19, 5, 7);

  static Stream<Layout[]> pairs() {
    Layout[] layouts = {Layout.NCHW, Layout.NHWC, Layout.blocked(8), Layout.blocked(16)};
    return Arrays.stream(layouts)
        .flatMap(from -> Arrays.stream(layouts).map(to -> new Layout[] {from, to}));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyElementArrivesWhereItsLayoutSays(Layout from, Layout to) {
    float[] plain = new float[(int) BATCH.elements()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = i + 1;
    }
    float[] source = new float[(int) from.elements(2, 19, 5, 7)];
    float[] target = new float[(int) to.elements(2, 19, 5, 7)];
    Arrays.fill(target, -1f);
    Reorder.copy(BATCH, plain, Layout.NCHW, source, from);
    Reorder.copy(BATCH, source, from, target, to);
    int found = 0;
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 19; c++) {
        for (int h = 0; h < 5; h++) {
          for (int w = 0; w < 7; w++) {
            assertEquals(
                plain[found++], target[to.index(n, c, h, w, 19, 5, 7)], from + " to " + to);
          }
        }
      }
    }
    float[] back = new float[plain.length];
    Reorder.copy(BATCH, target, to, back, Layout.NCHW);
    assertArrayEquals(plain, back);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void fillingIsZero(Layout from, Layout to) {
    float[] source = new float[(int) from.elements(2, 19, 5, 7)];
    float[] target = new float[(int) to.elements(2, 19, 5, 7)];
    Arrays.fill(target, -1f);
    Reorder.copy(BATCH, source, from, target, to);
    assertArrayEquals(new float[target.length], target);
  }

  @Test
  void aBlockIsPlacedWhereItLiesAndNowhereElse() {
    Block block = Block.zeros(Range.all(1), new Range(2, 19), new Range(1, 4), 7);
    for (int i = 0; i < block.data().length; i++) {
      block.data()[i] = i + 1;
    }
    Tensor image = Tensor.zeros(Shape.of(20, 5, 7));
    Arrays.fill(image.data(), -1f);
    Reorder.place(block, image);
    for (int c = 0; c < 20; c++) {
      for (int h = 0; h < 5; h++) {
        for (int w = 0; w < 7; w++) {
          boolean inside = c >= 2 && c < 19 && h >= 1 && h < 4;
          float expected = inside ? block.data()[block.index(0, c, h, w)] : -1f;
          assertEquals(expected, image.data()[(c * 5 + h) * 7 + w], c + "," + h + "," + w);
        }
      }
    }
  }
}
