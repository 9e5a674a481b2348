package io.convoy.core.model;

import io.convoy.core.tensor.Range;
import java.util.List;

/**
 * A row step that makes one map, {@code y}, of one other, {@code x}: row for row, if it doesn't say
 * else.
 */
interface MapStep extends RowStep {
  Place x();

  Place y();

  @Override
  default Place rowsOf() {
    return y();
  }

  @Override
  default List<Place> reads() {
    return List.of(x());
  }

  @Override
  default Range rowsRead(Place read, Range rows) {
    return rows;
  }

  @Override
  default List<Place> places() {
    return List.of(x(), y());
  }
}
