package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Random;

/** Tensors to write and compare. */
final class TestTensors {
  private TestTensors() {}

  /** 0, 1, 2 and so on. */
  static Tensor counting(int... extents) {
    Tensor tensor = Tensor.zeros(Shape.of(extents));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = i;
    }
    return tensor;
  }

  static Tensor random(long seed, int... extents) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.zeros(Shape.of(extents));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.data(), actual.data());
  }
}
