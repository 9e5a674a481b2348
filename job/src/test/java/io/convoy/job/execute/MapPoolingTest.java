package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.job.plan.Pool;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapPoolingTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 29;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 12, 64, 67})
  void averagesAreSumsFromLeftToRightInDoublePrecision(int channels) {
    Block map = Block.zeros(Range.all(1), Range.all(channels), Range.all(ROWS), COLUMNS);
    Random random = new Random(channels);
    for (int i = 0; i < map.data().length; i++) {
      map.data()[i] = (float) (random.nextGaussian() * Math.exp(random.nextInt(20)));
    }
    Block reduced = MapPooling.rows(map, Pool.AVG);
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int column = 0; column < COLUMNS; column++) {
          sum += map.data()[map.index(0, c, row, column)];
        }
        assertEquals((float) (sum / COLUMNS), reduced.data()[reduced.index(0, c, row, 0)]);
      }
    }
  }
}
