package io.convoy.job.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class RecordSizesTest {
  @Test
  void largeRecordIsAPartOfItsOwnThatCostsMore() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(3, 99, 1, 9, 11);
    sizes.add(1, 999, 1, 27, 37);
    sizes.add(4, 99, 1, 9, 11);
    long[] cuts = {0, 2, 4, 6, 8};
    assertArrayEquals(new double[] {200, 1100, 200, 200}, sizes.costs(cuts));
  }

  @Test
  void runOfEqualRecordsIsDividedAmongItsParts() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(10, 9, 1, 3, 3);
    long[] cuts = sizes.cut(3);
    assertArrayEquals(new long[] {0, 3, 7, 10}, cuts);
    assertArrayEquals(new double[] {30, 40, 30}, sizes.costs(cuts));
  }
}
