package io.convoy.job.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Filter;
import io.convoy.core.cost.CostModel.Source;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final ConvLayer LAYER =
      new ConvLayer(Filter.of(Tensor.zeros(Shape.of(8, 3, 3, 3))), ConvOptions.PLAIN, "reference");

  @Test
  void arithmeticIsThatOfAllRecords() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(10, 300, 3, 10, 10);
    sizes.add(5, 432, 3, 12, 12);
    ConvPlan plan = plan(sizes, OnError.REJECT);
    assertEquals(10L * 8 * 8 * 8 * 27 + 5L * 10 * 10 * 8 * 27, plan.work().multiplyAdds());
    assertEquals("(3, 10-12, 10-12)", plan.input().toString());
    assertEquals("(8, 8-10, 8-10)", plan.output().toString());
    assertEquals(15, plan.algorithms().get("reference"));
    assertEquals(15, plan.records());
    assertEquals(0, plan.unfit());
  }

  @Test
  void memoryIsThatOfTheLargestRecordHoweverManyThereAre() {
    RecordSizes few = new RecordSizes();
    few.add(1, 3_000_000, 3, 1000, 1000);
    few.add(1, 300, 3, 10, 10);
    RecordSizes many = new RecordSizes();
    many.add(100_000, 3_000_000, 3, 1000, 1000);
    many.add(100_000, 300, 3, 10, 10);
    assertEquals(plan(few, OnError.REJECT).memory(), plan(many, OnError.REJECT).memory());
    assertTrue(plan(few, OnError.REJECT).memory().total() > 4L * 11 * 1_000_000);
  }

  @Test
  void recordsThatDontFitAreCountedAmongOthersAndRefusedAlone() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(4, 12, 3, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> plan(sizes, OnError.REJECT));
    sizes.add(1, 300, 3, 10, 10);
    sizes.addUnreadable(2);
    assertEquals(6, plan(sizes, OnError.REJECT).unfit());
    assertThrows(IllegalArgumentException.class, () -> plan(sizes, OnError.FAIL));
  }

  @Test
  void cutsHaveAboutTheSameDecodedSizeAndAreNeverEmpty() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(100, 1000, 3, 10, 10);
    sizes.add(1, 100_000, 3, 100, 100);
    sizes.add(100, 1000, 3, 10, 10);
    assertArrayEquals(new long[] {0, 100, 101, 201}, sizes.cut(3));
    assertArrayEquals(new long[] {0, 201}, sizes.cut(1));
    long[] all = sizes.cut(201);
    for (int part = 0; part <= 201; part++) {
      assertEquals(part, all[part]);
    }
  }

  @Test
  void recordsWithoutASizeAreCutByTheirNumber() {
    RecordSizes sizes = new RecordSizes();
    sizes.addUnreadable(10);
    assertArrayEquals(new long[] {0, 5, 10}, sizes.cut(2));
  }

  private static ConvPlan plan(RecordSizes sizes, OnError onError) {
    return Planner.plan(
        LAYER,
        sizes,
        new Handling(
            onError,
            Optional.empty(),
            Pool.NONE,
            InputMix.of(Source.PNG, sizes.records()),
            OutputFormat.ARROW),
        new Resources(TypicalMachine.of(2), 1, 2, MemoryLimit.NONE));
  }
}
