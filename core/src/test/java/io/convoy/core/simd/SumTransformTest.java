package io.convoy.core.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTransformTest {
  /** Whole groups of vectors, whole vectors and single columns, whatever the width. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 12, 16, 31, 33, 64, 100})
  void eachColumnIsAddedUpFromTheFirstRowToTheLast(int columns) {
    for (int rows : new int[] {0, 1, 2, 29}) {
      Random random = new Random(columns);
      float[] data = new float[5 + rows * columns + 3];
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
      }
      double[] expected = new double[columns];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          expected[c] += data[5 + r * columns + c];
        }
      }
      double[] sums = new double[columns];
      Arrays.fill(sums, 99);
      SumTransform.columns(data, 5, rows, sums);
      assertArrayEquals(expected, sums, 0.0);
    }
  }
}
